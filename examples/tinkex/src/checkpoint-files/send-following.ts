import type { Transport, TransportRequest, TransportResponse } from "pristine-runtime"

const mostHops = 5

/**
 * Sends a GET that carries no credential, and follows redirects also to other servers: storage moves its files about. One that
 * gives up TLS is an answer, and so is one too many.
 */
export async function sendFollowing(transport: Transport, request: TransportRequest): Promise<TransportResponse> {
  let { url } = request
  for (let hop = 0; ; hop++) {
    const response = await transport.send({ ...request, url })
    const target = hop < mostHops ? targetOf(response, url) : undefined
    if (target === undefined) return response
    await response.body.cancel()
    url = target
  }
}

function targetOf({ status, headers }: TransportResponse, from: string): string | undefined {
  const location = headers.get("location")
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return undefined
  try {
    const { href, protocol } = new URL(location, from)
    const isSafe = protocol === "https:" || (protocol === "http:" && from.startsWith("http:"))
    return isSafe ? href : undefined
  } catch {
    // No address: the redirect is the answer.
    return undefined
  }
}
