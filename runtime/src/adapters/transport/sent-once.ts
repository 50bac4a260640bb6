import { isIdempotentMethod } from "../../values/is-idempotent-method.ts"

/**
 * The body with which `fetch` sends a request of this method once. Deno's sends a request again, whatever its method,
 * when a connection that was kept open breaks, unless its body is one that it cannot copy: there, such a body is a Blob,
 * and an empty one where there is none. Everywhere else it is the body as given.
 *
 * @see https://github.com/denoland/deno/pull/36415
 */
export function sentOnce(method: string, body: BodyInit | undefined): BodyInit | undefined {
  if (!("Deno" in globalThis) || isIdempotentMethod(method)) return body
  return body instanceof Blob || body instanceof ReadableStream
    ? body
    : new Blob(body === undefined ? [] : [body as BlobPart])
}
