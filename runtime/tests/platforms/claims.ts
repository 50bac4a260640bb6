import { isPristineError, type PristineError } from "pristine-runtime"

/** Demands the same data; bigints and `undefined` count. */
export function same(actual: unknown, expected: unknown): void {
  const [found, wanted] = [show(actual), show(expected)]
  if (found !== wanted) throw new Error(`Expected ${wanted} but got ${found}`)
}

function show(value: unknown): string {
  const exact = (_key: string, item: unknown): unknown =>
    typeof item === "bigint" ? `${item}n` : item === undefined ? "(undefined)" : item
  return JSON.stringify(value, exact)
}

/** What a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error
  }
  throw new Error(`Expected a rejection but got ${show(value)}`)
}

/** What a case may demand of an error. */
type Facts = Partial<Omit<PristineError, "toJSON">>

/** Demands a rejection with an error of the runtime that has these facts. */
export async function failure(promise: PromiseLike<unknown>, facts: Facts): Promise<PristineError> {
  const error = await rejection(promise)
  if (!isPristineError(error)) throw new Error("Expected a PristineError", { cause: error })
  const found = Object.fromEntries(Object.keys(facts).map((key) => [key, error[key as keyof Facts]]))
  if (show(found) !== show(facts)) {
    throw new Error(`Expected ${show(facts)} but got ${show(found)}`, { cause: error })
  }
  return error
}

/** All events of a stream, all items of pages. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
