import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici"
import { PristineError } from "../../errors/pristine-error.ts"
import type { PoolSpec, TransportRequest } from "../../ports/transport.ts"
import { createRoutedDispatcher } from "./undici-client.ts"
import { createProxyPool } from "./undici-proxy.ts"
import { createPrivateGuard, type PrivateGuard } from "./undici-guard.ts"

export interface UndiciAgentOptions {
  /** Over the defaults below, for every pool: TLS (`connect`), HTTP/2 (`allowH2`), sizes and keep-alive times. */
  readonly agentOptions?: Agent.Options
  /** URL of the proxy for every request that `NO_PROXY` does not exempt; `false`: none. Default: the environment's. */
  readonly proxy?: string | false
  /** Sent to the proxy with every `CONNECT`, and to no other server: such as its own credentials. */
  readonly proxyHeaders?: Readonly<Record<string, string>>
  /**
   * Refuses, as the connection is made, hosts that are or resolve to loopback, private, link-local, multicast or reserved
   * addresses: for URLs that somebody else chose. A proxy resolves names itself; through one only addresses are refused.
   * Default `false`.
   */
  readonly guardPrivate?: boolean
}

export interface UndiciAgents {
  /** The dispatcher of a request's pool, made on first use. */
  get(request: TransportRequest, url: URL): Dispatcher
  /** Lets requests under way end, then closes every connection. */
  close(): Promise<void>
}

/** Servers and load balancers drop idle connections early; 4 s is below the shortest common limit (5 s of Node's server). */
const keepAliveMs = 4000
const connectMs = 10_000
/** Connections per origin and pool. */
const connections = 128

/** The dispatchers of one transport: one per pool and connect limit, each with its own connections. */
export function createAgents({
  agentOptions,
  proxy,
  proxyHeaders,
  guardPrivate = false,
}: UndiciAgentOptions): UndiciAgents {
  if (guardPrivate && typeof agentOptions?.connect === "function") {
    throw new PristineError("config", "`guardPrivate` needs the connections that undici makes itself")
  }
  const guard = guardPrivate ? createPrivateGuard() : undefined
  const agents = new Map<string, Dispatcher>()
  let closing: Promise<void> | undefined

  const create = (pool: PoolSpec | undefined, connectTimeout: number): Dispatcher => {
    const options: Agent.Options = {
      connections: pool?.maxConnections ?? connections,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      allowH2: false,
      factory: createRoutedDispatcher,
      ...agentOptions,
      ...connectOptions(agentOptions?.connect, connectTimeout, guard),
    }
    if (proxy === false || (proxy === undefined && !environmentHasProxy())) return new Agent(options)
    return new EnvHttpProxyAgent({
      ...options,
      clientFactory: createProxyPool(connectTimeout),
      // A copy: undici adds the user of the proxy's URL to it. Its types know the proxy's URLs, but not this.
      ...(proxyHeaders !== undefined && { headers: { ...proxyHeaders } }),
      ...(proxy !== undefined && { httpProxy: proxy, httpsProxy: proxy }),
    })
  }

  return {
    get({ pool, timeouts }, { hostname }) {
      guard?.check(hostname)
      if (closing !== undefined) {
        throw new PristineError("connection", "The transport is closed", { retryable: false, phase: "connect" })
      }
      const timeout = timeouts.connectMs ?? connectMs
      const key = pool === undefined ? `${timeout}` : `${timeout} ${pool.name}`
      let agent = agents.get(key)
      if (agent === undefined) agents.set(key, (agent = create(pool, timeout)))
      return agent
    },
    close() {
      return (closing ??= Promise.all([...agents.values()].map((agent) => agent.close())).then(() => undefined))
    },
  }
}

/** A connector of the user's own keeps its own limit. */
function connectOptions(
  connect: Agent.Options["connect"],
  timeout: number,
  guard: PrivateGuard | undefined,
): Pick<Agent.Options, "connect"> {
  if (typeof connect === "function") return { connect }
  return { connect: { timeout, ...connect, ...(guard && { lookup: guard.lookup }) } }
}

function environmentHasProxy(): boolean {
  const { env } = process
  return ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"].some((name) => (env[name] ?? "") !== "")
}
