import { isPristineError } from "./is-pristine-error.ts"

/** Causes may be a circle. */
const deepest = 8

/**
 * A foreign error as the cause of one of ours: its class, its `code`, its causes and where it was thrown. Its message and
 * whatever else it holds may quote what was sent or received: a parser's error holds the rest of the answer, another
 * platform's the whole URL. Our own errors stay themselves.
 */
export function standIn(thrown: unknown, depth: number = 0): Error {
  if (isPristineError(thrown)) return thrown
  const { message, stack, code, cause, constructor } = Object(thrown) as Partial<Record<string, unknown>>
  const word = typeof code === "string" ? code : ""
  const error = new Error(word, cause && depth < deepest ? { cause: standIn(cause, depth + 1) } : undefined)
  const name = typeof message === "string" ? (constructor as { name?: string } | undefined)?.name : typeof thrown
  const frames = /(?:^ {4}at .*\n?)+/m.exec(String(stack))?.[0] ?? ""
  const facts = { name, stack: `${name}: ${word}\n${frames}`, ...(word && { code }) }
  for (const [key, value] of Object.entries(facts)) Object.defineProperty(error, key, { value, configurable: true })
  return error
}
