import { expect } from "vitest"
import { openStorm } from "./stormy-service.ts"
import { it } from "./test.ts"

it.each(["503:1@telemetry", "reset:1@telemetry", "stall:1@telemetry", "late-stall:1@telemetry", "429=30:1@telemetry"])(
  "a client closes within two seconds where the service answers its telemetry with %s",
  async (fault) => {
    const client = { headers: { "X-Local-Service-Fault": fault } }
    await using storm = await openStorm({ client })
    const { clock, service } = storm
    await storm.run(service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 }))
    const closedAt = clock.now()
    await storm.run(service.close())
    expect(clock.now() - closedAt).toBe(2_000)
    expect(clock.pending).toBe(0)
  },
)
