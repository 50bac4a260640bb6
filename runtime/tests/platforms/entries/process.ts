import type { PlatformContext } from "../platform-case.ts"
import { runCases } from "../run-cases.ts"

/** Runs the cases in a process of Node, Bun or Deno: the context is its argument, each result a line of JSON. */
const [, , given = "{}"] = process.argv
await runCases(JSON.parse(given) as PlatformContext, (result) => console.log(JSON.stringify(result)))
console.log("done")
