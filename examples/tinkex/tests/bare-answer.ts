import type { TransportResponse } from "pristine-runtime"

/** Answers of a transport that keeps nothing of what it was asked. */
export function json(body: object): TransportResponse {
  return answer(Buffer.from(JSON.stringify(body)), "application/json")
}

export function answer(bytes: Uint8Array, type: string): TransportResponse {
  return {
    status: 200,
    headers: new Headers({ "content-type": type }),
    body: {
      bytes: () => Promise.resolve(bytes),
      text: () => Promise.resolve(Buffer.from(bytes).toString()),
      stream: () => new Blob([bytes.slice()]).stream(),
      cancel: () => Promise.resolve(),
    },
  }
}
