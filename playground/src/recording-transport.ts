import type { Transport, TransportRequest, TransportResponse } from "pristine-runtime"

/** Tells what passes through `inner`, in order; bodies of streams are told chunk by chunk. */
export interface TrafficListener {
  onRequest(request: TransportRequest): void
  onResponse(response: TransportResponse): void
  onBody(text: string): void
}

export function recordingTransport(inner: Transport, listener: TrafficListener): Transport {
  return {
    async send(request) {
      listener.onRequest(request)
      const response = await inner.send(request)
      listener.onResponse(response)
      const { body } = response
      const told = async <Value extends Uint8Array | string>(reading: Promise<Value>): Promise<Value> => {
        const value = await reading
        listener.onBody(typeof value === "string" ? value : new TextDecoder().decode(value))
        return value
      }
      return {
        ...response,
        body: {
          bytes: () => told(body.bytes()),
          text: () => told(body.text()),
          async *stream() {
            const decoder = new TextDecoder()
            for await (const chunk of body.stream()) {
              listener.onBody(decoder.decode(chunk, { stream: true }))
              yield chunk
            }
          },
          cancel: () => body.cancel(),
        },
      }
    },
  }
}
