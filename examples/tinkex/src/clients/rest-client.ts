import api, {
  type AuditLog,
  type BillingUsage,
  type Checkpoint,
  type Checkpoints,
  type Sampler,
  type SessionContents,
  type TrainingRun,
  type TrainingRuns,
  type WeightsInfo,
} from "#tinker.pristine.json"
import { tokenClaims, tryFuture, withoutUndefined, type CallOptions, type Client, type Pages } from "pristine-runtime"
import type { Connection } from "./connection.ts"
import { checkOptions } from "../options/check-options.ts"
import { pageNames, requestNames, scopeNames } from "../options/option-names.ts"
import { parseTinkerPath } from "../data/tinker-path.ts"

/** Milliseconds that a download address lasts when the service does not say. */
const archiveLifetimeMs = 900_000

export interface RequestOptions {
  readonly signal?: AbortSignal
}

export interface PageOptions extends RequestOptions {
  /** Items of a page. */
  readonly limit?: number
  readonly offset?: number
}

export interface ScopeOptions extends RequestOptions {
  /** `accessible` includes what others share. Default `owned`. */
  readonly accessScope?: "owned" | "accessible"
}

/** A checkpoint's `tinker://` path, or its ids. */
export type CheckpointReference = string | { readonly trainingRunId: string; readonly checkpointId: string }

/** Where a checkpoint can be downloaded for a while. The address needs no credential and takes none. */
export interface CheckpointArchiveUrl {
  readonly url: string
  readonly expires: Date
}

/** Reads and manages what the service keeps. Needs no session. */
export class RestClient {
  readonly #connection: Connection

  /** @internal Made by `ServiceClient.createRestClient`. */
  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** @internal The client underneath, for what is downloaded beside the API. */
  get client(): Client {
    return this.#connection.client
  }

  /** One page when awaited, all runs when iterated. 20 to a page by default. */
  listTrainingRuns(
    options: PageOptions & ScopeOptions & { readonly projectId?: string } = {},
  ): Pages<TrainingRuns, TrainingRun> {
    const project = withoutUndefined({ project_id: options.projectId })
    return api.trainingRuns.list(
      { ...page(options), ...scope(options), ...project },
      this.#options("listTrainingRuns", options, { ...pageNames, ...scopeNames, projectId: true }),
    )
  }

  /** A run by its id or by the path of one of its checkpoints. */
  async getTrainingRun(idOrPath: string, options: ScopeOptions = {}): Promise<TrainingRun> {
    const id = idOrPath.startsWith("tinker://") ? parseTinkerPath(idOrPath).trainingRunId : idOrPath
    return api.trainingRuns.get(
      { training_run_id: id, ...scope(options) },
      this.#options("getTrainingRun", options, scopeNames),
    )
  }

  /** Checkpoints of one run. */
  async listCheckpoints(trainingRunId: string, options: RequestOptions = {}): Promise<Checkpoints> {
    return api.checkpoints.listTrainingRun(
      { training_run_id: trainingRunId },
      this.#options("listCheckpoints", options),
    )
  }

  /** All checkpoints of the user: one page when awaited, all when iterated. 100 to a page by default. */
  listUserCheckpoints(options: PageOptions = {}): Pages<Checkpoints, Checkpoint> {
    return api.checkpoints.list(page(options), this.#options("listUserCheckpoints", options, pageNames))
  }

  async deleteCheckpoint(checkpoint: CheckpointReference, options: RequestOptions = {}): Promise<void> {
    await api.checkpoints.delete(ids(checkpoint), this.#options("deleteCheckpoint", options))
  }

  /** Lets everybody read the checkpoint. */
  async publishCheckpoint(checkpoint: CheckpointReference, options: RequestOptions = {}): Promise<void> {
    await api.checkpoints.publish(ids(checkpoint), this.#options("publishCheckpoint", options))
  }

  async unpublishCheckpoint(checkpoint: CheckpointReference, options: RequestOptions = {}): Promise<void> {
    await api.checkpoints.unpublish(ids(checkpoint), this.#options("unpublishCheckpoint", options))
  }

  /** The service deletes the checkpoint after so many seconds from now; `null`: never. */
  async setCheckpointTtl(
    checkpoint: CheckpointReference,
    ttlSeconds: number | null,
    options: RequestOptions = {},
  ): Promise<void> {
    await api.checkpoints.setTtl(
      { ...ids(checkpoint), ttl_seconds: ttlSeconds },
      this.#options("setCheckpointTtl", options),
    )
  }

  /** Waits while the service packs the checkpoint, up to three minutes. */
  async getCheckpointArchiveUrl(
    checkpoint: CheckpointReference,
    options: RequestOptions = {},
  ): Promise<CheckpointArchiveUrl> {
    const { url, expires } = await api.checkpoints.getArchive(
      ids(checkpoint),
      this.#options("getCheckpointArchiveUrl", options),
    )
    const lastMs = Date.parse(expires ?? "")
    return {
      url,
      expires: new Date(Number.isNaN(lastMs) ? this.#connection.client.clock.wallTime() + archiveLifetimeMs : lastMs),
    }
  }

  /** What a checkpoint was trained from and how. */
  async getWeightsInfo(tinkerPath: string, options: RequestOptions = {}): Promise<WeightsInfo> {
    parseTinkerPath(tinkerPath)
    return api.training.weightsInfo({ tinker_path: tinkerPath }, this.#options("getWeightsInfo", options))
  }

  async getSampler(samplerId: string, options: RequestOptions = {}): Promise<Sampler> {
    return api.sampling.getSampler({ sampler_id: samplerId }, this.#options("getSampler", options))
  }

  /** Ids of sessions: one page when awaited, all when iterated. 20 to a page by default. */
  listSessions(options: PageOptions & ScopeOptions = {}): ReturnType<typeof api.sessions.list> {
    return api.sessions.list(
      { ...page(options), ...scope(options) },
      this.#options("listSessions", options, { ...pageNames, ...scopeNames }),
    )
  }

  /** Training runs and samplers of a session. */
  async getSession(sessionId: string, options: ScopeOptions = {}): Promise<SessionContents> {
    return api.sessions.get(
      { session_id: sessionId, ...scope(options) },
      this.#options("getSession", options, scopeNames),
    )
  }

  async assignSessionProject(sessionId: string, projectId: string, options: RequestOptions = {}): Promise<void> {
    await api.sessions.assignProject(
      { session_id: sessionId, project_id: projectId },
      this.#options("assignSessionProject", options),
    )
  }

  /** Has the service write a trace of the session; resolves when it can be downloaded. */
  exportSessionTrace(sessionId: string, options: RequestOptions = {}): ReturnType<typeof api.sessions.exportTrace> {
    return tryFuture(() =>
      api.sessions.exportTrace({ session_id: sessionId }, this.#options("exportSessionTrace", options)),
    )
  }

  /** `day` is a UTC date (`2026-01-31`). */
  async getAuditLog(
    options: RequestOptions & { readonly eventType?: "all" | "checkpoints"; readonly day?: string } = {},
  ): Promise<AuditLog> {
    const { eventType, day } = options
    return api.audit.listEntries(
      withoutUndefined({ event_type: eventType, day }),
      this.#options("getAuditLog", options, { ...requestNames, eventType: true, day: true }),
    )
  }

  /** Usage of whole UTC hours, at most 14 days. */
  async getBillingUsage(startingOn: Date, endingBefore: Date, options: RequestOptions = {}): Promise<BillingUsage> {
    const input = { starting_on: timestamp(startingOn), ending_before: timestamp(endingBefore) }
    return api.billing.getUsageEvents(input, this.#options("getBillingUsage", options))
  }

  /** Who the credential stands for. Throws a `TypeError` when it is an opaque key. */
  async whoami(options: RequestOptions = {}): Promise<{ readonly userUrn: string; readonly email?: string }> {
    checkOptions("whoami", options, requestNames)
    const claims = tokenClaims(await this.#connection.token(options.signal))
    if (typeof claims?.["sub"] !== "string") throw new TypeError("The credential is an API key, which names nobody")
    const email = claims["email"]
    return { userUrn: claims["sub"], ...(typeof email === "string" && email !== "" && { email }) }
  }

  #options(method: string, options: RequestOptions, names: Readonly<Record<string, true>> = requestNames): CallOptions {
    checkOptions(method, options, names)
    const { signal } = options
    return { client: this.#connection.client, ...(signal && { signal }) }
  }
}

function page({ limit, offset }: PageOptions): { limit?: number; offset?: number } {
  return withoutUndefined({ limit, offset })
}

function scope({ accessScope }: ScopeOptions): { access_scope?: "owned" | "accessible" } {
  return withoutUndefined({ access_scope: accessScope })
}

function ids(checkpoint: CheckpointReference): { training_run_id: string; checkpoint_id: string } {
  const { trainingRunId, checkpointId } = typeof checkpoint === "string" ? parseTinkerPath(checkpoint) : checkpoint
  return { training_run_id: trainingRunId, checkpoint_id: checkpointId }
}

/** RFC 3339 without the fraction, as the service expects it. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z")
}
