import { platformCases } from "./cases/index.ts"
import type { PlatformContext } from "./platform-case.ts"

export interface CaseResult {
  readonly name: string
  /** What broke it; absent where it passed. */
  readonly failure?: string
}

/** Runs every case, one after the other, and tells of each before the next begins. */
export async function runCases(context: PlatformContext, tell: (result: CaseResult) => void): Promise<void> {
  for (const { name, run } of platformCases) {
    try {
      await run(context)
      tell({ name })
    } catch (error) {
      tell({ name, failure: describe(error) })
    }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? "" : `\ncaused by ${describe(error.cause)}`
  return `${error.stack?.includes(error.message) === true ? error.stack : `${error.message}\n${error.stack ?? ""}`}${cause}`
}
