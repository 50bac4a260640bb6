import { sse } from "../../../src/adapters/streaming/sse.ts"
import type { StreamSpec } from "../../../src/core/operation/operation-spec.ts"
import { spec } from "../fixture.ts"

/** Headers of an answer that is a stream of events. */
export const events = { "content-type": "text/event-stream" }

/** A GET whose answer is server-sent events, changed where a test cares. */
export function streamSpec(over: Partial<StreamSpec> = {}): StreamSpec {
  return { ...spec({ id: "watch" }), framing: sse, event: {}, ...over }
}

export interface Feed {
  readonly body: AsyncIterable<Uint8Array>
  push(text: string): void
  end(): void
  fail(error: Error): void
}

/** A body that a test feeds. */
export function feed(): Feed {
  const queue = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 100 }, { highWaterMark: 100 })
  const writer = queue.writable.getWriter()
  const ignore = (): undefined => undefined
  return {
    body: queue.readable,
    push: (text) => void writer.write(new TextEncoder().encode(text)).catch(ignore),
    end: () => void writer.close().catch(ignore),
    fail: (error) => void writer.abort(error).catch(ignore),
  }
}

export interface Collected {
  readonly seen: readonly unknown[]
  /** What reading ended with, if not with the end. */
  readonly error: unknown
}

/** All events of a stream, and what it failed with after them. */
export async function collectAll(stream: AsyncIterable<unknown>): Promise<Collected> {
  const seen: unknown[] = []
  try {
    for await (const event of stream) seen.push(event)
  } catch (error) {
    return { seen, error }
  }
  return { seen, error: undefined }
}
