import { describe } from "vitest"
import type { ContractCase } from "../../../src/testing/contracts/contract-case.ts"
import { it } from "../../test.ts"

/** One test for each promise of a port that an adapter must keep. */
export function runContract<Subject>(
  adapter: string,
  contract: readonly ContractCase<Subject>[],
  make: () => Subject | Promise<Subject>,
): void {
  describe(adapter, () => {
    it.each(contract)("$name", ({ run }) => run(make))
  })
}

/** The promises that an adapter breaks. */
export async function brokenPromises<Subject>(
  contract: readonly ContractCase<Subject>[],
  make: () => Subject | Promise<Subject>,
): Promise<readonly string[]> {
  const broken: string[] = []
  for (const { name, run } of contract) {
    try {
      await run(make)
    } catch {
      broken.push(name)
    }
  }
  return broken
}
