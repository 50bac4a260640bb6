import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { bytes, json, noContent, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { requireCheckpoint, type ServiceState } from "../service-state.ts"
import { type Checkpoint, describeCheckpoint } from "../store/checkpoint.ts"
import { encodeCheckpoint } from "../store/checkpoint-files.ts"
import { packTar } from "../store/tar.ts"
import { formatTinkerPath, isCheckpointKind } from "../store/tinker-path.ts"
import { pageOf } from "./page.ts"

const nothing = Buffer.alloc(0)
const oneCheckpoint = "/api/v1/training_runs/{run}/checkpoints/{kind}/{name}"

/** Saved checkpoints: listing, archive, publication, lifetime, deletion. */
export function checkpointRoutes(state: ServiceState): readonly Route[] {
  const publish = async (exchange: Exchange, isPublic: boolean): Promise<Reply> => {
    const checkpoint = namedCheckpoint(state, exchange)
    await state.checkpoints.update(checkpoint, { isPublic })
    return record(state, checkpoint, isPublic ? "checkpoint_published" : "checkpoint_unpublished")
  }
  return [
    { method: "GET", path: "/api/v1/checkpoints", handle: (exchange) => listAll(state, exchange) },
    {
      method: "GET",
      path: "/api/v1/training_runs/{run}/checkpoints",
      handle: (exchange) => listOfRun(state, exchange),
    },
    {
      method: "DELETE",
      path: oneCheckpoint,
      handle: async (exchange) => {
        const checkpoint = namedCheckpoint(state, exchange)
        await state.checkpoints.delete(checkpoint.path)
        return record(state, checkpoint, "checkpoint_deleted")
      },
    },
    { method: "GET", path: `${oneCheckpoint}/archive`, handle: (exchange) => offerArchive(state, exchange) },
    { method: "POST", path: `${oneCheckpoint}/publish`, handle: (exchange) => publish(exchange, true) },
    { method: "DELETE", path: `${oneCheckpoint}/publish`, handle: (exchange) => publish(exchange, false) },
    { method: "PUT", path: `${oneCheckpoint}/ttl`, handle: (exchange) => setLifetime(state, exchange) },
    { method: "GET", path: "/download/{token}", handle: (exchange) => download(state, exchange) },
  ]
}

function listAll(state: ServiceState, exchange: Exchange): Reply {
  const { items, cursor } = pageOf(exchange, state.checkpoints.list(), 100)
  return json({ checkpoints: items.map(describeCheckpoint), cursor })
}

/** Clients ask for no page of it, so it is whole. */
function listOfRun(state: ServiceState, exchange: Exchange): Reply {
  const run = exchange.parameters["run"] ?? ""
  if (!state.runs.has(run)) throw new HttpError(404, "Training run not found")
  const checkpoints = state.checkpoints.list(run).map(describeCheckpoint)
  const cursor = { offset: 0, limit: checkpoints.length, total_count: checkpoints.length }
  return json({ checkpoints, cursor })
}

/** Tells a link to a tar of the checkpoint's files that is good for 15 minutes. */
function offerArchive(state: ServiceState, exchange: Exchange): Reply {
  const checkpoint = namedCheckpoint(state, exchange)
  const { token, expiresAt } = state.downloads.offer({
    contentType: "application/x-tar",
    fileName: `${checkpoint.path.name}.tar`,
    // The last member says that all others are there, as the real service has it.
    content: packTar(new Map([...encodeCheckpoint(checkpoint), ["checkpoint_complete", nothing]]), checkpoint.savedAt),
  })
  record(state, checkpoint, "checkpoint_archive_requested")
  const url = `${state.origin()}/download/${token}`
  const expires = new Date(expiresAt)
  if (state.settings.archiveAnswer === "json") return json({ url, expires: expires.toISOString() })
  return { status: 302, headers: { Location: url, Expires: expires.toUTCString() } }
}

async function setLifetime(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const checkpoint = namedCheckpoint(state, exchange)
  const seconds = (await exchange.fields()).optionalInteger("ttl_seconds")
  if (seconds !== undefined && seconds < 1) throw new HttpError(400, "ttl_seconds must be a positive integer or null")
  const expiresAt = seconds === undefined ? undefined : state.clock.wallTime() + seconds * 1000
  await state.checkpoints.update(checkpoint, { expiresAt })
  return record(state, checkpoint, "checkpoint_ttl_set")
}

function download(state: ServiceState, exchange: Exchange): Reply {
  const file = state.downloads.find(exchange.parameters["token"] ?? "")
  if (file === undefined) throw new HttpError(404, "Download not found or expired")
  return bytes(file.content, file.contentType, {
    "Content-Disposition": `attachment; filename="${file.fileName}"`,
  })
}

function record(state: ServiceState, checkpoint: Checkpoint, event: string): Reply {
  const { path } = checkpoint
  state.audit.add({ event, model_id: path.modelId, tinker_path: formatTinkerPath(path) })
  return noContent()
}

function namedCheckpoint(state: ServiceState, exchange: Exchange): Checkpoint {
  const { run = "", kind = "", name = "" } = exchange.parameters
  if (!isCheckpointKind(kind)) throw new HttpError(400, "Checkpoint type must be weights or sampler_weights")
  return requireCheckpoint(state, { modelId: run, kind, name })
}
