import { checkFlags } from "./client-flags.ts"
import { systemClock } from "./clock.ts"
import { defaultModels, ModelCatalogue, type OfferedModel } from "./model/model-catalogue.ts"
import type { LocalServiceOptions } from "./options.ts"
import { createRandom, hashText } from "./seeded-random.ts"
import type { ServiceState } from "./service-state.ts"
import { restoreState } from "./state/restore-state.ts"
import { StateDirectory } from "./state/state-directory.ts"
import { AuditLog } from "./store/audit-log.ts"
import { CheckpointStore } from "./store/checkpoint-store.ts"
import { DownloadStore } from "./store/download-store.ts"
import { FutureStore } from "./store/futures.ts"
import { OperationLane } from "./store/operation-lane.ts"
import { SessionStore } from "./store/session.ts"
import { UsageLedger } from "./store/usage-ledger.ts"
import { TokenIssuer } from "./token-issuer.ts"

/**
 * The state of a service that starts: options with their defaults, empty stores, and what lies in the directory.
 *
 * @throws Error when a checkpoint or the state in its directory is damaged, or another service uses that.
 */
export async function createState(
  options: LocalServiceOptions,
  closing: AbortSignal,
  origin: () => string,
): Promise<ServiceState> {
  const clock = clockOf(options)
  const drawn = options.seed ?? Math.floor(Math.random() * 2 ** 32)
  const disk =
    options.state === undefined ? undefined : await StateDirectory.open(options.state, drawn, clock.wallTime())
  try {
    return await fillState(options, { clock, drawn, disk, closing, origin })
  } catch (error) {
    await disk?.close()
    throw error
  }
}

type Foundations = Pick<ServiceState, "clock" | "disk" | "closing" | "origin"> & { readonly drawn: number }

async function fillState(
  options: LocalServiceOptions,
  { clock, drawn, disk, closing, origin }: Foundations,
): Promise<ServiceState> {
  const seed = options.seed ?? disk?.seed ?? drawn
  const background = new Set<Promise<void>>()
  const state: ServiceState = {
    settings: {
      seed,
      longPollMs: options.longPollMs ?? 20_000,
      tryAgainStatus: options.tryAgainStatus ?? 408,
      metadataOnlyBytes: options.metadataOnlyBytes ?? 1_048_576,
      flags: checkFlags(options.flags ?? {}),
      refreshIntervalSeconds: options.refreshIntervalSeconds ?? 300,
      archiveAnswer: options.archiveAnswer ?? "redirect",
      onTelemetry: options.onTelemetry,
    },
    clock,
    // Another start must not give out the ids of the one before.
    random: createRandom(disk === undefined || disk.starts === 0 ? seed : hashText(`${seed}/${disk.starts}`)),
    catalogue: new ModelCatalogue(options.models?.map(offeredModel) ?? defaultModels),
    tokens: new TokenIssuer(clock, options.tokenLifetimeSeconds ?? 3600),
    sessions: new SessionStore(),
    runs: new Map(),
    samplers: new Map(),
    checkpoints: new CheckpointStore(clock, options.directory ?? disk?.checkpoints),
    futures: new FutureStore(clock, options.resultLifetimeMs ?? 3_600_000, {
      remembersAll: disk === undefined,
      onExpired: (requestId) => {
        const work = (disk?.remove("result", requestId) ?? Promise.resolve()).finally(() => background.delete(work))
        background.add(work)
      },
    }),
    usage: new UsageLedger(clock),
    audit: new AuditLog(clock),
    downloads: new DownloadStore(clock),
    disk,
    background,
    closing,
    origin,
  }
  await state.checkpoints.load(state.catalogue)
  await restoreState(state)
  restoreRuns(state)
  return state
}

function clockOf(options: LocalServiceOptions): ServiceState["clock"] {
  const timers = options.clock ?? systemClock
  const now = options.now
  if (now === undefined) return timers
  return { wallTime: now, schedule: (delayMs, callback) => timers.schedule(delayMs, callback) }
}

/** A model given by its name alone keeps the settings it has among the default ones. */
function offeredModel(model: string | OfferedModel): OfferedModel {
  if (typeof model !== "string") return model
  return defaultModels.find(({ name }) => name === model) ?? { name: model }
}

/** Runs that only their checkpoints remember: listed, not loaded. */
function restoreRuns(state: ServiceState): void {
  const restored = new Set(state.runs.keys())
  const checkpoints = state.checkpoints.list().filter(({ path }) => !restored.has(path.modelId))
  for (const { path, baseModel, userMetadata, savedAt, weights } of [...checkpoints].reverse())
    state.runs.set(path.modelId, {
      id: path.modelId,
      baseModel,
      config: weights.config,
      ...(userMetadata === undefined ? {} : { userMetadata }),
      lane: new OperationLane(),
      trainer: undefined,
      lastRequestAt: savedAt,
    })
}
