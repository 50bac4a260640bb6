import { describe, expect } from "vitest"
import { openStorm } from "./stormy-service.ts"
import { it } from "./test.ts"

describe("a storm", () => {
  it.each(["truncate@telemetry", "late-reset@telemetry", "stall@telemetry", "503@telemetry"])(
    "ends although telemetry is never delivered: %s",
    async (fault) => {
      const storm = await openStorm({ faults: [fault] })
      await storm.run(storm.service.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 2 }))
      const calledAt = storm.clock.now()
      await storm[Symbol.asyncDispose]()
      expect(storm.requests.get("telemetry")).toBeGreaterThan(0)
      // What is not delivered is waited for no longer than this.
      expect(storm.clock.now() - calledAt).toBe(2_000)
    },
  )
})
