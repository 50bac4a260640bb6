import { runCases, type CaseResult } from "../run-cases.ts"
import type { PlatformContext } from "../platform-case.ts"

/** For a realm without modules, a page or a worker: leaves a function there that runs the cases and tells their results. */
Object.assign(globalThis, {
  async runPlatformCases(context: PlatformContext): Promise<readonly CaseResult[]> {
    const results: CaseResult[] = []
    await runCases(context, (result) => results.push(result))
    return results
  },
})
