import type { Random } from "../ports/random.ts"
import { ResourceStack } from "./resource-stack.ts"
import { seededRandom } from "../adapters/random/seeded-random.ts"
import { VirtualClock } from "./virtual-clock.ts"

/** What one test owns; disposing closes its resources. */
export interface TestWorld extends AsyncDisposable {
  readonly clock: VirtualClock
  readonly random: Random
  /** Of `random`: the same for the same name. */
  readonly seed: number
  readonly resources: ResourceStack
}

/**
 * Time, chance and resources of one test, for any test runner.
 *
 * @param name the test's full name: tests of different names see different numbers, and each always the same.
 *
 * @example
 * await using world = createTestWorld("retries after a reset")
 * const { clock, random, resources } = world
 * const client = resources.use(createClient({ clock, random, transport }))
 */
export function createTestWorld(name: string): TestWorld {
  const seed = hash(name)
  const resources = new ResourceStack()
  return {
    clock: new VirtualClock(),
    random: seededRandom(seed),
    seed,
    resources,
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  }
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193)
  return state >>> 0
}
