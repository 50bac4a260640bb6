import { setImmediate as turn } from "node:timers/promises"
import type { Transport } from "pristine-runtime"
import { describe, expect } from "vitest"
import { ServiceClient } from "../src/clients/service-client.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { sampleResponse } from "../src/proto/sample-codec.ts"
import { answer, json } from "./bare-answer.ts"
import { heapUsed } from "./heap-used.ts"
import { it } from "./test.ts"

const samples = 2_000
/** What one wave may leave behind; a sample that stayed would be a kilobyte and more. */
const mostBytesPerWave = 500_000

const sampled = sampleResponse.encode({ sequences: [{ stop_reason: "stop", tokens: [1] }] })

/** A service that answers in the next turn, and keeps nothing. */
function quickService() {
  let now = 0
  let most = 0
  const transport: Transport = {
    async send(request) {
      switch (new URL(request.url).pathname.replace("/api/v1/", "")) {
        case "asample":
          most = Math.max(most, (now += 1))
          await turn()
          now -= 1
          return answer(sampled, "application/x-protobuf")
        case "create_session":
          return json({ type: "create_session", session_id: "s" })
        case "create_sampling_session":
          return json({ type: "create_sampling_session", sampling_session_id: "s:sample:0" })
        case "client/dynamic_config":
          return json({ refresh_interval_sec: 300 })
        case "session_heartbeat":
          return json({ type: "session_heartbeat" })
        default:
          return json({})
      }
    },
  }
  return { transport, most: () => most }
}

describe(`${samples} samples that are asked for at once`, { timeout: 120_000 }, () => {
  it("keep to the manifest's limit, and wave after wave leaves no memory behind", async () => {
    const tinker = quickService()
    await using service = new ServiceClient({
      baseUrl: "http://127.0.0.1:1",
      apiKey: "tml-test",
      transport: tinker.transport,
      env: () => undefined,
      sendTelemetry: false,
    })
    const sampling = await service.createSamplingClient({ baseModel: "base" })
    const prompt = ModelInput.fromInts([1, 2, 3])
    const wave = async (): Promise<number> => {
      const answers = await Promise.all(
        Array.from({ length: samples }, () => sampling.sample(prompt, { max_tokens: 1 })),
      )
      expect(answers).toHaveLength(samples)
      return heapUsed()
    }
    const first = await wave()
    await wave()
    const third = await wave()
    expect(tinker.most()).toBe(400)
    expect((third - first) / 2).toBeLessThan(mostBytesPerWave)
  })
})
