import { PristineError } from "../../errors/pristine-error.ts"
import { cacheKey } from "../operation/cache-key.ts"
import { execute, type Invocation } from "../call/execute.ts"
import { memoise } from "../operation/memoise.ts"
import type { PageFollower, PageSpec } from "../operation/operation-spec.ts"
import type { Pages } from "../operation/operation.ts"
import type { RawAnswer } from "../response/raw-answer.ts"

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

  [Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    return this.items()
  }

  async *items(pageLimit?: number): AsyncGenerator<unknown, void, undefined> {
    for await (const answer of this.#answers(pageLimit)) yield* itemsOf(this.#page(), answer)
  }

  async *pages(pageLimit?: number): AsyncGenerator<unknown, void, undefined> {
    for await (const { data } of this.#answers(pageLimit)) yield data
  }

  async *#answers(pageLimit: number = Infinity): AsyncGenerator<RawAnswer, void, undefined> {
    if (!(Math.trunc(pageLimit) === pageLimit && pageLimit > 0)) {
      throw new PristineError("input", "A limit of pages is a whole number of at least 1", { phase: "prepare" })
    }
    const page = this.#page()
    const seen = new Set<string>()
    let invocation = this.#invocation
    let answer = await this.#first()
    let key = page.follow ? answer.request.url : cacheKey(invocation.input ?? {})
    for (let read = 0, count = 1; ; count += 1) {
      yield answer
      if (count === pageLimit) return
      read += itemsOf(page, answer).length
      seen.add(key)
      const following = page.follow ? page.follow(invocation, answer) : nextOf(page, invocation, answer, read)
      if (following === undefined) return
      ;({ key, invocation } = following)
      // A service that leads back to a page would be read for ever.
      if (seen.has(key)) throw circle(invocation)
      answer = await execute(invocation)
    }
  }

  #page(): PageSpec["page"] {
    return (this.#invocation.spec as PageSpec).page
  }
}

/** The page after one whose place follows from the input. */
function nextOf(
  page: PageSpec["page"],
  invocation: Invocation,
  answer: RawAnswer,
  read: number,
): ReturnType<PageFollower> {
  const input = page.next?.(invocation.input ?? {}, scopeOf(answer), read)
  return input === undefined ? undefined : { key: cacheKey(input), invocation: { ...invocation, input } }
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
