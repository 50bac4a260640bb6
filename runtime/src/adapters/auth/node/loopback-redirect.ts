import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { PristineError } from "../../../errors/pristine-error.ts"
import { parseUrl } from "../../../values/parse-url.ts"
import type { OpenRedirect, Redirect } from "../../../ports/redirect.ts"

export interface LoopbackRedirectOptions {
  /** Path of the redirect URI. Default `/callback`. */
  readonly path?: string
  /** Default: one that is free, as RFC 8252, section 7.3, asks servers to allow. */
  readonly port?: number
}

/**
 * A redirect on `127.0.0.1` (RFC 8252, section 7.3). Answers `GET` of its own host and path alone, with pages that hold
 * nothing of the request; once one visit was taken, further ones are turned away.
 */
export function loopbackRedirect(options: LoopbackRedirectOptions = {}): Redirect {
  const { path = "/callback", port = 0 } = options
  return {
    async open(signal) {
      signal.throwIfAborted()
      const server = createServer()
      server.listen(port, "127.0.0.1")
      try {
        await once(server, "listening")
      } catch {
        throw new PristineError("config", `Port ${port} on 127.0.0.1 cannot be listened on`, { phase: "auth" })
      }
      return new LoopbackListener(server, path)
    },
  }
}

class LoopbackListener implements OpenRedirect {
  readonly uri: string
  readonly #server: Server
  readonly #host: string
  readonly #path: string
  readonly #answers = new Set<ServerResponse>()
  #waiting: { give(reason: Error): void; visit(url: URL): boolean } | undefined

  constructor(server: Server, path: string) {
    this.#server = server
    this.#host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#path = path
    this.uri = `http://${this.#host}${path}`
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      this.#answers.add(response)
      response.once("close", () => this.#answers.delete(response))
      const [status, text] = this.#answer(request)
      response.writeHead(status, pageHeaders).end(text)
    })
  }

  wait(accepts: (url: URL) => boolean, signal: AbortSignal): Promise<URL> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const end = (): void => {
        this.#waiting = undefined
        signal.removeEventListener("abort", onAbort)
      }
      const give = (reason: Error): void => {
        end()
        reject(reason)
      }
      const onAbort = (): void => give(signal.reason as Error)
      signal.addEventListener("abort", onAbort, { once: true })
      this.#waiting = {
        give,
        visit(url) {
          if (!accepts(url)) return false
          end()
          resolve(url)
          return true
        },
      }
    })
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#waiting?.give(new PristineError("aborted", "The redirect was closed", { phase: "auth" }))
    const closed = once(this.#server, "close")
    this.#server.close()
    // A page on its way to a browser arrives; connections that browsers open ahead are cut.
    await Promise.all(Array.from(this.#answers, (response) => once(response, "close")))
    this.#server.closeAllConnections()
    await closed
  }

  #answer({ method, url = "", headers }: IncomingMessage): readonly [status: number, text: string] {
    const visited = parseUrl(url, this.uri)
    // Another host means that a page in the browser got here under a name of its own.
    if (headers.host !== this.#host || visited?.host !== this.#host || visited.pathname !== this.#path) {
      return [404, "Not found.\n"]
    }
    if (method !== "GET") return [405, "Not allowed.\n"]
    if (this.#waiting === undefined) return [409, "Nothing is waited for.\n"]
    if (!this.#waiting.visit(visited)) return [400, "This is not the sign-in that is waited for.\n"]
    return [200, "Received. You can close this window and go back to the program.\n"]
  }
}

const pageHeaders = {
  "Content-Type": "text/plain; charset=utf-8",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  Connection: "close",
}
