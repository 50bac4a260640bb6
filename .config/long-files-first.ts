import { createHash } from "node:crypto"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Files that start bundlers, compilers and package managers: ten seconds to two minutes each, where others take one. */
const long = /\/(?:examples\/tests|plugin\/tests\/hosts)\//

/**
 * Files in an order of chance, which the run's seed repeats, but long ones before short ones: a long file that came last
 * would leave all other cores idle.
 */
export class LongFilesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence
    const keyed = files.map((file) => {
      const chance = createHash("sha1").update(`${file.moduleId}${seed}`).digest("hex")
      return { file, key: `${long.test(file.moduleId) ? 0 : 1}${chance}` }
    })
    return Promise.resolve(keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ file }) => file))
  }
}
