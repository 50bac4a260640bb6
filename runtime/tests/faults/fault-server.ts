import { once } from "node:events"
import { createServer, type AddressInfo, type Socket } from "node:net"

/** One request, as far as it has come. */
export interface SeenRequest {
  /** From 1, over all connections. */
  readonly count: number
  /** From 1, on its connection. */
  readonly onConnection: number
  readonly head: string
  readonly body: string
}

/** What a server does with a connection. */
export interface Fault {
  /** When it does it: once somebody connects, has sent headers, or has sent a whole request. Default `"request"`. */
  readonly at?: "connect" | "head" | "request"
  readonly act: (socket: Socket, request: SeenRequest, server: FaultServer) => unknown
}

/** A server on the loopback interface that misbehaves on the TCP level; disposing closes it and all connections. */
export interface FaultServer extends AsyncDisposable {
  readonly url: string
  /** Every connection so far. */
  readonly connections: readonly Socket[]
  readonly requests: readonly SeenRequest[]
  /** Says that nothing more will come, for tests that move a clock then. */
  readonly stall: () => void
  /** Resolves when the server has stalled so often, counted from its start. */
  stalled(times: number): Promise<void>
}

const nothingSeen: SeenRequest = { count: 0, onConnection: 0, head: "", body: "" }

export async function serveFault({ at = "request", act }: Fault): Promise<FaultServer> {
  const connections: Socket[] = []
  const requests: SeenRequest[] = []
  const waiting: (() => void)[] = []
  let stalls = 0

  const listener = createServer({ allowHalfOpen: true }, (socket) => {
    connections.push(socket)
    socket.setNoDelay(true).on("error", () => undefined)
    socket.on("end", () => socket.end())
    if (at === "connect") return act(socket.resume(), nothingSeen, server)
    let text = ""
    let count = 0
    let acted = false
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1")
      for (;;) {
        const end = text.indexOf("\r\n\r\n")
        if (end < 0) return
        const head = text.slice(0, end + 2)
        const length = acted || at === "request" ? bodyLength(head, text.slice(end + 4)) : 0
        if (!acted && (at === "head" || length !== undefined)) {
          const body = text.slice(end + 4, end + 4 + (length ?? 0))
          const request = { count: requests.length + 1, onConnection: ++count, head, body }
          requests.push(request)
          acted = true
          act(socket, request, server)
        }
        const whole = bodyLength(head, text.slice(end + 4))
        if (whole === undefined) return
        text = text.slice(end + 4 + whole)
        acted = false
      }
    })
  })
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")

  const server: FaultServer = {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    connections,
    requests,
    stall() {
      stalls += 1
      for (const look of waiting.splice(0)) look()
    },
    async stalled(times) {
      while (stalls < times) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
  return server
}

/** Length of a whole body on the wire, or `undefined` while there is more to come. */
function bodyLength(head: string, rest: string): number | undefined {
  if (/\r\ntransfer-encoding: *chunked\r\n/i.test(head)) {
    const last = /(?:^|\r\n)0\r\n\r\n/.exec(rest)
    return last === null ? undefined : last.index + last[0].length
  }
  const length = Number(/\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1] ?? 0)
  return rest.length < length ? undefined : length
}

/** Lines of an answer's head, with its end. */
export function answer(status: string, ...headers: readonly string[]): string {
  return `${[`HTTP/1.1 ${status}`, ...headers].join("\r\n")}\r\n\r\n`
}

/** Writes one piece a turn of the event loop, then goes on. */
export function trickle(socket: Socket, text: string, size: number, then: () => unknown = () => undefined): void {
  const write = (from: number): void => {
    if (socket.destroyed) return
    if (from >= text.length) return void then()
    socket.write(text.slice(from, from + size), "latin1", () => setImmediate(write, from + size))
  }
  write(0)
}

/** A URL where nobody listens. */
export async function closedPort(): Promise<string> {
  const listener = createServer()
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return `http://127.0.0.1:${port}`
}
