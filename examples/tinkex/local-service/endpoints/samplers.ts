import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { Sampler } from "../sampling/sampler.ts"
import {
  requireBase,
  requireCheckpoint,
  requireSession,
  type SamplingSession,
  type ServiceState,
} from "../service-state.ts"
import { keepSampler } from "../state/keep.ts"
import { formatTinkerPath, parseTinkerPath } from "../store/tinker-path.ts"

/** Sampling sessions: frozen weights under an id. */
export function samplerRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "POST", path: "/api/v1/create_sampling_session", handle: (exchange) => createSampler(state, exchange) },
    { method: "GET", path: "/api/v1/samplers/{id}", handle: (exchange) => describeSampler(state, exchange) },
  ]
}

/** What a sampling session is made of. */
interface SamplerParts {
  readonly sessionId: string
  readonly seqId: number
  readonly baseModel: string
  readonly modelPath?: string
  readonly sampler: Sampler
}

/** Registers the sampler number `seqId` of a session, unless that number is taken by the same request sent before. */
export async function registerSampler(state: ServiceState, parts: SamplerParts): Promise<string> {
  const { seqId, ...rest } = parts
  const id = `${parts.sessionId}:sample:${seqId}`
  if (state.samplers.has(id)) return id
  const session: SamplingSession = { id, ...rest }
  state.samplers.set(id, session)
  state.sessions.find(parts.sessionId)?.samplerIds.push(id)
  await keepSampler(state, session)
  return id
}

/** The sampler of a checkpoint, or of a base model when no path is given. */
export function openSampler(
  state: ServiceState,
  source: { readonly modelPath: string | undefined; readonly baseModel: string | undefined },
): Omit<SamplingSession, "id" | "sessionId"> {
  if (source.modelPath !== undefined) {
    const checkpoint = requireCheckpoint(state, parseTinkerPath(source.modelPath))
    const base = requireBase(state, checkpoint.baseModel)
    return {
      baseModel: checkpoint.baseModel,
      modelPath: formatTinkerPath(checkpoint.path),
      sampler: new Sampler(base, checkpoint.weights, state.random, state.closing),
    }
  }
  if (source.baseModel === undefined) throw new HttpError(400, "base_model or model_path is required")
  const base = requireBase(state, source.baseModel)
  return { baseModel: source.baseModel, sampler: new Sampler(base, undefined, state.random, state.closing) }
}

async function createSampler(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const session = requireSession(state, body.string("session_id"))
  const id = await registerSampler(state, {
    sessionId: session.id,
    seqId: body.integer("sampling_session_seq_id"),
    ...openSampler(state, {
      modelPath: body.optionalString("model_path"),
      baseModel: body.optionalString("base_model"),
    }),
  })
  return json({ type: "create_sampling_session", sampling_session_id: id })
}

function describeSampler(state: ServiceState, exchange: Exchange): Reply {
  const session = state.samplers.get(exchange.parameters["id"] ?? "")
  if (session === undefined) throw new HttpError(404, "Sampler not found")
  return json({
    sampler_id: session.id,
    base_model: session.baseModel,
    ...(session.modelPath === undefined ? {} : { model_path: session.modelPath }),
  })
}
