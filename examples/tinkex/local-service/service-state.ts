import type { ServiceClock } from "./clock.ts"
import { HttpError } from "./http/http-error.ts"
import type { ModelCatalogue } from "./model/model-catalogue.ts"
import { OperationError } from "./operation-error.ts"
import type { ServiceSettings } from "./options.ts"
import type { Sampler } from "./sampling/sampler.ts"
import type { SeededRandom } from "./seeded-random.ts"
import type { StateDirectory } from "./state/state-directory.ts"
import type { AuditLog } from "./store/audit-log.ts"
import type { Checkpoint } from "./store/checkpoint.ts"
import type { CheckpointStore } from "./store/checkpoint-store.ts"
import type { DownloadStore } from "./store/download-store.ts"
import type { FutureStore } from "./store/futures.ts"
import type { Session, SessionStore } from "./store/session.ts"
import type { TrainingRun } from "./store/training-run.ts"
import type { UsageAccount, UsageLedger } from "./store/usage-ledger.ts"
import type { TokenIssuer } from "./token-issuer.ts"

/** A sampling session: frozen weights under an id. */
export interface SamplingSession {
  readonly id: string
  readonly sessionId: string
  readonly baseModel: string
  /** The checkpoint it samples from; absent for base models and ephemeral saves. */
  readonly modelPath?: string
  readonly sampler: Sampler
}

/** Everything one running service knows. Endpoints get it handed in; there is no other state. */
export interface ServiceState {
  readonly settings: ServiceSettings
  readonly clock: ServiceClock
  readonly random: SeededRandom
  readonly catalogue: ModelCatalogue
  readonly tokens: TokenIssuer
  readonly sessions: SessionStore
  readonly runs: Map<string, TrainingRun>
  readonly samplers: Map<string, SamplingSession>
  readonly checkpoints: CheckpointStore
  readonly futures: FutureStore
  readonly usage: UsageLedger
  readonly audit: AuditLog
  readonly downloads: DownloadStore
  /** Where sessions, models, samplers and results outlive the service; absent: nowhere. */
  readonly disk: StateDirectory | undefined
  /** Work that belongs to no lane and must end before the service has closed. */
  readonly background: Set<Promise<void>>
  /** Aborts when the service closes; whatever still computes ends at its next turn. */
  readonly closing: AbortSignal
  /** Base of the links the service hands out, such as `http://127.0.0.1:1234`. */
  readonly origin: () => string
}

/** @throws HttpError 403, as the service answers a session id that is not the caller's. */
export function requireSession(state: ServiceState, id: string): Session {
  const session = state.sessions.find(id)
  if (session === undefined) throw new HttpError(403, "Invalid session_id")
  return session
}

/** @throws HttpError 404 for a model id that was never given out. */
export function requireRun(state: ServiceState, id: string): TrainingRun {
  const run = state.runs.get(id)
  if (run === undefined) throw new HttpError(404, "Model not found")
  return run
}

/** The trainer of a loaded model, for the body of an operation. */
export function loadedTrainer(run: TrainingRun): NonNullable<TrainingRun["trainer"]> {
  if (run.trainer === undefined) throw new OperationError("The model has been unloaded")
  return run.trainer
}

/** @throws HttpError 400 for a name that is not among the supported models. */
export function requireBase(state: ServiceState, name: string) {
  const base = state.catalogue.base(name)
  if (base === undefined) throw new HttpError(400, "base_model is not supported")
  return base
}

/** @throws HttpError 404 when there is no such checkpoint, or it has expired. */
export function requireCheckpoint(state: ServiceState, path: Checkpoint["path"]): Checkpoint {
  const checkpoint = state.checkpoints.find(path)
  if (checkpoint === undefined) throw new HttpError(404, "Checkpoint not found")
  return checkpoint
}

/** Whom to charge for what a session does with a base model. */
export function accountOf(state: ServiceState, baseModel: string, sessionId: string | undefined): UsageAccount {
  const projectId = sessionId === undefined ? undefined : state.sessions.find(sessionId)?.projectId
  return {
    baseModel,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(projectId === undefined ? {} : { projectId }),
  }
}
