import type { IncomingMessage, RequestListener, ServerResponse } from "node:http"
import { openExchange } from "./exchange.ts"
import { HttpError } from "./http-error.ts"
import { deliver } from "./deliver.ts"
import { json } from "./reply.ts"
import type { Handler } from "./router.ts"

/** Makes a listener for node:http of a handler. */
export function serve(handle: Handler): RequestListener {
  return (request, response) => void answer(handle, request, response)
}

async function answer(handle: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  const onClose = (): void => {
    gone.abort()
  }
  response.on("close", onClose)
  try {
    const reply = await handle(openExchange(request, gone.signal))
    if (!response.destroyed) await deliver(response, reply, gone.signal)
  } catch {
    // The answer broke while it was written; the connection is all that is left to end.
    response.destroy()
  } finally {
    response.off("close", onClose)
  }
}

/** Answers what a handler throws: an `HttpError` as it says, anything else with a bare 500. */
export function withErrorAnswers(handle: Handler): Handler {
  return async (exchange) => {
    try {
      return await handle(exchange)
    } catch (error) {
      if (error instanceof HttpError) return json({ detail: error.detail }, error.status)
      return json({ detail: "Internal Server Error" }, 500)
    }
  }
}
