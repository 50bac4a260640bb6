import { setImmediate as turn } from "node:timers/promises"
import type { TransportResponse } from "pristine-runtime"
import { describe, expect } from "vitest"
import { ModelInput } from "../src/data/model-input.ts"
import { sampleResponse } from "../src/proto/sample-codec.ts"
import { answer, bareClient, bareTransport } from "./bare-service.ts"
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
  const sample = async (): Promise<TransportResponse> => {
    most = Math.max(most, (now += 1))
    await turn()
    now -= 1
    return answer(sampled, "application/x-protobuf")
  }
  const transport = bareTransport((endpoint) => (endpoint === "asample" ? sample() : undefined))
  return { transport, most: () => most }
}

describe(`${samples} samples that are asked for at once`, { timeout: 120_000 }, () => {
  it("keep to the manifest's limit, and wave after wave leaves no memory behind", async () => {
    const tinker = quickService()
    await using service = bareClient(tinker.transport)
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
