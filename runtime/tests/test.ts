import { test as base } from "vitest"
import type { Random } from "../src/ports/random.ts"
import type { ResourceStack } from "../src/testing/resource-stack.ts"
import { createTestWorld, type TestWorld } from "../src/testing/test-world.ts"
import type { VirtualClock } from "../src/testing/virtual-clock.ts"

export interface Fixtures {
  readonly world: TestWorld
  /** Stands still until the test moves it. */
  readonly clock: VirtualClock
  /** Seeded by the test's name; a failure tells the seed. */
  readonly random: Random
  /** Closed in reverse after the test, also when it failed. */
  readonly resources: ResourceStack
}

/**
 * Vitest's `test` for every package: each test has a clock, a random and resources of its own, whether it asks for them
 * or not, and what it leaves to its resources is closed when it ends.
 */
export const test = base.extend<Fixtures>({
  world: [
    async ({ task }, use) => {
      await using world = createTestWorld(task.fullTestName)
      await use(world)
    },
    { auto: true },
  ],
  clock: ({ world }, use) => use(world.clock),
  random: async ({ world, onTestFailed }, use) => {
    onTestFailed(() => console.error(`This test drew from seededRandom(${world.seed}).`))
    await use(world.random)
  },
  resources: ({ world }, use) => use(world.resources),
})

export { test as it }
