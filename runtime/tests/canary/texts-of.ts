import { inspect } from "node:util"
import { causeChain } from "../../src/errors/cause-chain.ts"

/** What loggers make of an error, its causes included. */
export function textsOf(error: unknown): readonly string[] {
  return causeChain(error).flatMap((link) => [
    String(link),
    JSON.stringify([link]),
    inspect(link, { depth: 10 }),
    inspect(Object.entries(link as object), { depth: 10 }),
    ...(link instanceof Error ? [link.message, link.stack ?? ""] : []),
  ])
}
