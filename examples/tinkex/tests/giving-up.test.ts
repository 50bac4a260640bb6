import { byteTokenizer, startLocalService } from "../local-service/index.ts"
import { expect } from "vitest"
import { ServiceClient } from "../src/clients/service-client.ts"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { it } from "./test.ts"

const tokens = byteTokenizer.encode("to be or not")
const one = datum(ModelInput.fromInts(tokens.slice(0, -1)), {
  target_tokens: tokens.slice(1),
  weights: tokens.slice(1).map(() => 1),
})

const microtasks = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index++) await Promise.resolve()
}

const moments = [
  { moment: "before the call", wait: undefined },
  { moment: "in the same tick", wait: 0 },
  { moment: "a few ticks later", wait: 5 },
  { moment: "while it is being sent", wait: 60 },
]
const sendings = [
  { sending: "one request", count: 1, parallel: true },
  { sending: "chunks one by one", count: 3, parallel: false },
  { sending: "chunks in parallel", count: 3, parallel: true },
]
const rows = moments.flatMap((moment) => sendings.map((sending) => ({ ...moment, ...sending })))

/** The service runs by number and waits for what is missing: nothing that is given up may leave a gap. */
it.each(rows)("an operation of $sending given up $moment does not block those behind it", async (row) => {
  const flags = { fwdbwd_max_chunk_len: 1, parallel_fwdbwd_chunks: row.parallel }
  const local = await startLocalService({ seed: 1, flags })
  const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test" })
  try {
    const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
    const giveUp = new AbortController()
    const reason = new Error("enough")
    if (row.wait === undefined) giveUp.abort(reason)
    const data = Array.from({ length: row.count }, () => one)
    const lost = training.forwardBackward(data, "cross_entropy", { signal: giveUp.signal })
    await microtasks(row.wait ?? 0)
    giveUp.abort(reason)
    await expect(lost).rejects.toBe(reason)
    expect(await training.optimStep({ learning_rate: 0.001 })).toBeDefined()
  } finally {
    await service.close()
    await local.close()
  }
})

it("an operation that is cancelled right after the call does not block those behind it", async () => {
  const local = await startLocalService({ seed: 1 })
  const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test" })
  try {
    const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
    const lost = training.forwardBackward([one], "cross_entropy")
    lost.cancel("enough")
    await expect(lost).rejects.toBe("enough")
    expect(await training.optimStep({ learning_rate: 0.001 })).toBeDefined()
  } finally {
    await service.close()
    await local.close()
  }
})
