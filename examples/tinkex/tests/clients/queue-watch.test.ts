import type { FutureProgress } from "pristine-runtime"
import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { QueueWatch } from "../../src/clients/queue-watch.ts"
import { it } from "../test.ts"

const words = { subject: "Work is paused", rateLimit: "too much at once" }
const capacity = "Tinker backend is running short on capacity, please wait"

type Answer = readonly [afterMs: number, body: unknown]

/** A watch, and what it says while futures have these answers, one future after the other. */
async function heard(...futures: readonly (readonly Answer[])[]): Promise<readonly string[]> {
  const clock = new VirtualClock()
  const lines: string[] = []
  const quiet = (message: string): void => expect.unreachable(message)
  const log = { debug: quiet, info: quiet, warn: (message: string) => void lines.push(message), error: quiet }
  const watch = new QueueWatch(words, log, clock)
  for (const answers of futures) {
    await new Promise<void>((resolve) => {
      async function* progress(): AsyncGenerator<FutureProgress> {
        for (const [iteration, [afterMs, body]] of answers.entries()) {
          await clock.advance(afterMs)
          yield { iteration, status: 408, body }
        }
        resolve()
      }
      watch.follow({ progress })
    })
  }
  return lines
}

const says = (reason: string): string => `${words.subject}. Reason: ${reason}.`

describe("a wait is explained", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["by the account's limit", { queue_state: "paused_rate_limit" }, [says(words.rateLimit)]],
    ["by a lack of capacity", { queue_state: "paused_capacity" }, [says(capacity)]],
    ["as unknown, in a state that nobody knows", { queue_state: "resting" }, [says("unknown")]],
    [
      "in the service's own words where it has some",
      { queue_state: "paused_capacity", queue_state_reason: "maintenance until noon" },
      [says("maintenance until noon")],
    ],
    ["here where its words are empty", { queue_state: "paused_capacity", queue_state_reason: "" }, [says(capacity)]],
    ["here where its words are none", { queue_state: "paused_capacity", queue_state_reason: 7 }, [says(capacity)]],
    ["by nothing while the work is under way", { queue_state: "active", queue_state_reason: "busy" }, []],
    ["by nothing where the answer has no state", { type: "try_again" }, []],
    ["by nothing where the answer is no object", "try again", []],
  ])("%s", async (_, body, expected) => {
    expect(await heard([[0, body]])).toEqual(expected)
  })

  it("once a minute, whatever the states are", async () => {
    const limit = { queue_state: "paused_rate_limit" }
    const lack = { queue_state: "paused_capacity" }
    const answers: Answer[] = [
      [0, limit],
      [59_999, lack],
      [1, lack],
      [30_000, limit],
      [30_000, limit],
    ]
    expect(await heard(answers)).toEqual([says(words.rateLimit), says(capacity), says(words.rateLimit)])
  })

  it("once a minute for all futures together", async () => {
    const lack = { queue_state: "paused_capacity" }
    expect(await heard([[0, lack]], [[1_000, lack]], [[59_000, lack]])).toHaveLength(2)
  })

  it("at once after a time under way", async () => {
    const answers: Answer[] = [
      [0, { queue_state: "active" }],
      [1_000, { queue_state: "paused_capacity" }],
    ]
    expect(await heard(answers)).toEqual([says(capacity)])
  })
})
