import { usageError } from "./cli-error.ts"
import type { Terminal } from "./terminal.ts"

/**
 * Says what is going to be done, and asks before what cannot be undone. Throws a `CliError` where nobody is there to ask.
 */
export async function confirm(
  plan: readonly string[],
  question: string,
  { ask, err, signal }: Terminal,
): Promise<boolean> {
  if (!ask) throw usageError("Nobody is here to confirm this", "Pass --yes to do it without being asked.")
  err(plan.join("\n"))
  const answer = await ask(`${question} [y/N] `)
  signal.throwIfAborted()
  return /^y(?:es)?$/i.test(answer.trim())
}
