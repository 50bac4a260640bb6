import { isPristineError, PristineError, type ErrorFacts } from "pristine-runtime"
import type { Datum } from "../data/datum.ts"

/**
 * Builds the request of a part of a batch to see whether it can be sent. What is wrong with it is told by its place in the
 * whole batch: a request counts its own examples.
 */
export async function checkPart(
  parts: readonly (readonly Datum[])[],
  index: number,
  build: () => Promise<unknown>,
): Promise<void> {
  try {
    await build()
  } catch (error) {
    if (!isPristineError(error, "input")) throw error
    const first = parts.slice(0, index).reduce((count, part) => count + part.length, 0)
    throw placed(error, first, parts[index]?.length ?? 0)
  }
}

function placed(error: PristineError, first: number, count: number): PristineError {
  const { message, issues, cause } = error
  const facts: ErrorFacts = error
  if (!issues) {
    const examples = count === 1 ? `example ${first}` : `examples ${first} to ${first + count - 1}`
    return new PristineError("input", `${message}, in ${examples} of the batch`, { ...facts, cause })
  }
  const moved = issues.map((issue) => {
    const [field, index, ...rest] = issue.path ?? []
    return field === "data" && typeof index === "number" ? { ...issue, path: [field, first + index, ...rest] } : issue
  })
  // A path stands at the beginning or behind another issue.
  const told = message.replaceAll(/(?<=: |; )\/data\/(\d+)/g, (_, index) => `/data/${first + Number(index)}`)
  return new PristineError("input", told, { ...facts, issues: moved, cause })
}
