import { Pool, type Dispatcher } from "undici"
import { PristineError } from "../../errors/pristine-error.ts"
import { toTransportError } from "./transport-error.ts"

/**
 * The connections to a proxy, for undici's `clientFactory`. What goes wrong before a tunnel stands is a `PristineError` of
 * phase `connect`. Without it a proxy that hangs up on `CONNECT` looks to undici like a connection that was lost in use: it
 * would connect again at once, without end and without an error.
 *
 * @param limitMs How long a proxy may take to answer `CONNECT`.
 */
export function createProxyPool(limitMs: number): (origin: URL, options: object) => Dispatcher {
  return (origin, options) => {
    const pool = new Pool(origin, { ...options, headersTimeout: limitMs })
    const connect = pool.connect.bind(pool)
    return Object.assign(pool, {
      connect: (asked: Dispatcher.ConnectOptions) => openTunnel(connect(asked), origin.origin),
    })
  }
}

async function openTunnel(opening: Promise<Dispatcher.ConnectData>, proxy: string): Promise<Dispatcher.ConnectData> {
  const data = await opening.catch((error: unknown) => {
    throw toTransportError(error, "connect", proxy)
  })
  const { statusCode, socket } = data
  if (statusCode === 200) return data
  socket.on("error", () => undefined).destroy()
  throw new PristineError("connection", `The proxy answered with status ${statusCode}`, {
    phase: "connect",
    maybeExecuted: false,
    // Another attempt would bring the same credentials to the same rules.
    ...(statusCode < 500 && { retryable: false }),
  })
}
