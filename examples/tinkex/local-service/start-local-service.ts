import { createServer, type Server } from "node:http"
import { checkServiceOptions } from "./check-service-options.ts"
import { createState } from "./create-state.ts"
import { accountingRoutes } from "./endpoints/accounting.ts"
import { checkpointRoutes } from "./endpoints/checkpoints.ts"
import { futureRoutes } from "./endpoints/futures.ts"
import { modelRoutes } from "./endpoints/models.ts"
import { samplerRoutes } from "./endpoints/samplers.ts"
import { samplingRoutes } from "./endpoints/sampling.ts"
import { sessionRoutes } from "./endpoints/sessions.ts"
import { startupRoutes } from "./endpoints/startup.ts"
import { trainingRunRoutes } from "./endpoints/training-runs.ts"
import { trainingRoutes } from "./endpoints/training.ts"
import { weightRoutes } from "./endpoints/weights.ts"
import { endpointName, FaultPlan } from "./faults/fault-plan.ts"
import type { FaultRule } from "./faults/fault-rule.ts"
import { withFaults } from "./faults/with-faults.ts"
import { withAuthentication } from "./http/authenticate.ts"
import { withCors } from "./http/cors.ts"
import { createRouter, type Handler, type Route } from "./http/router.ts"
import { serve, withErrorAnswers } from "./http/serve.ts"
import type { LocalServiceOptions } from "./options.ts"
import { resumeRequests } from "./state/resume-requests.ts"
import type { ServiceState } from "./service-state.ts"

/** A running service. */
export interface LocalService {
  /** Base URL without a trailing slash, such as `http://127.0.0.1:1234`. */
  readonly url: string
  readonly port: number
  /** What makes its ids, adapters and samples repeatable: the option's, that of the state, or one that was drawn. */
  readonly seed: number
  /** Names of the base models on offer. */
  readonly models: readonly string[]
  /**
   * Turns all fault switches off and these on; the count of requests that decides by chance starts anew.
   *
   * @throws Error for a faulty switch; those that were on stay on.
   */
  setFaults(faults: readonly (string | FaultRule)[]): void
  /** Faults that requests have met so far; two that meet the same request count twice. */
  readonly faultsMet: number
  /** Ends open connections and resolves once nothing of the service runs any more. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Starts a Tinker service on this machine: it speaks the wire protocol of the real one and trains small models.
 *
 * @throws Error when the port is taken, an option is faulty, another service uses `state`, or what lies in it or in
 * `directory` is damaged.
 *
 * @example
 * const service = await startLocalService({ seed: 1 })
 * // … point a client at service.url, with any key that starts with "tml-"
 * await service.close()
 */
export async function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  checkServiceOptions(options)
  const host = options.host ?? "127.0.0.1"
  const closing = new AbortController()
  let url = ""
  const state = await createState(options, closing.signal, () => url)
  const halt = async (): Promise<void> => {
    closing.abort()
    await Promise.all([...[...state.runs.values()].map((run) => run.lane.close()), ...state.background])
    await state.disk?.close()
  }
  try {
    const { plan, router, handle } = createHandler(options, state)
    await resumeRequests(state, router)
    const server = createServer(serve(handle))
    await listen(server, options.port ?? 0, host)
    const port = portOf(server)
    url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`
    const close = async (): Promise<void> => {
      closing.abort()
      await stop(server)
      await halt()
    }
    return {
      url,
      port,
      seed: state.settings.seed,
      models: state.catalogue.list().map((model) => model.model_name),
      setFaults: (faults) => plan.replace(faults),
      get faultsMet() {
        return plan.met
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await halt()
    throw error
  }
}

function createHandler(options: LocalServiceOptions, state: ServiceState) {
  const { faults = [], faultSeed = state.settings.seed, intercept, cors = [] } = options
  const routes = routesOf(state)
  const endpoints = [...new Set(routes.map(({ path }) => endpointName(path)))]
  const plan = new FaultPlan(faults, faultSeed, endpoints)
  const tools = { clock: state.clock, tryAgainStatus: state.settings.tryAgainStatus }
  const router = createRouter(routes)
  const answer = withFaults(plan, tools, withAuthentication(state.tokens, router))
  const answered = withErrorAnswers(withIntercept(intercept, answer))
  return { plan, router, handle: withCors(typeof cors === "string" ? [cors] : cors, answered) }
}

function routesOf(state: ServiceState): readonly Route[] {
  return [
    ...startupRoutes(state),
    ...sessionRoutes(state),
    ...modelRoutes(state),
    ...trainingRoutes(state),
    ...weightRoutes(state),
    ...samplerRoutes(state),
    ...samplingRoutes(state),
    ...futureRoutes(state),
    ...trainingRunRoutes(state),
    ...checkpointRoutes(state),
    ...accountingRoutes(state),
  ]
}

function withIntercept(intercept: LocalServiceOptions["intercept"], next: Handler): Handler {
  if (intercept === undefined) return next
  return async (exchange) => (await intercept(exchange)) ?? next(exchange)
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      server.off("error", reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The service listens on no TCP port")
  return address.port
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
