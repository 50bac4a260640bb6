import { PristineError } from "../errors/pristine-error.ts"
import { cacheKey } from "./cache-key.ts"
import { execute, type Invocation } from "./execute.ts"
import { memoise } from "./memoise.ts"
import type { PageSpec } from "./operation-spec.ts"
import type { Pages } from "./operation.ts"
import type { RawAnswer } from "./raw-answer.ts"

/** Pages of one call, fetched as they are asked for. The first one is fetched once, however often it is looked at. */
export class PageSequence implements Pages<unknown, unknown> {
  readonly #invocation: Invocation
  readonly #first: () => Promise<RawAnswer>

  constructor(invocation: Invocation) {
    this.#invocation = invocation
    this.#first = memoise(() => execute(invocation))
  }

  then<Value = unknown, Fallback = never>(
    onFulfilled?: ((value: unknown) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Fallback | PromiseLike<Fallback>) | null,
  ): Promise<Value | Fallback> {
    return this.#first()
      .then(({ data }) => data)
      .then(onFulfilled, onRejected)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    for await (const answer of this.#answers()) yield* itemsOf(this.#page(), answer)
  }

  async *pages(): AsyncGenerator<unknown, void, undefined> {
    for await (const { data } of this.#answers()) yield data
  }

  async *#answers(): AsyncGenerator<RawAnswer, void, undefined> {
    const page = this.#page()
    const seen = new Set<string>()
    let input: unknown = this.#invocation.input ?? {}
    let answer = await this.#first()
    let read = 0
    for (;;) {
      yield answer
      read += itemsOf(page, answer).length
      seen.add(cacheKey(input))
      const next = page.next(input, scopeOf(answer), read)
      if (next === undefined) return
      // A service that leads back to a page would be read for ever.
      if (seen.has(cacheKey(next))) throw circle(this.#invocation)
      input = next
      answer = await execute({ ...this.#invocation, input })
    }
  }

  #page(): PageSpec["page"] {
    return (this.#invocation.spec as PageSpec).page
  }
}

function itemsOf(page: PageSpec["page"], answer: RawAnswer): readonly unknown[] {
  return page.items(scopeOf(answer))
}

function scopeOf({ status, headers, data }: RawAnswer): { status: number; headers: Headers; body: unknown } {
  return { status, headers, body: data }
}

function circle({ spec }: Invocation): PristineError {
  const message = `The pages of ${spec.id} lead back to one that was read`
  return new PristineError("decode", message, { operation: spec.id, maybeExecuted: true })
}
