import { describe, expect } from "vitest"
import { byteTokenizer, startLocalService } from "../../local-service/index.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import { datum, type Datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { compressRows, float32, int64, type TensorData } from "../../src/data/tensors.ts"
import { withGradients, withWeights, type CustomLoss } from "../../src/training/custom-loss.ts"
import { it } from "../test.ts"

const tokens = byteTokenizer.encode("abcd")
/** Eight candidates for each of four tokens, of which the first is what counts. */
const candidates = tokens.flatMap((token) => [token, 0, 0, 0, 0, 0, 0, 0])
const shape = [4, 8]

const dense = int64(candidates, shape)
const example = (target_tokens: TensorData): Datum => datum(ModelInput.fromInts(tokens), { target_tokens })

const sparseWeights = compressRows(float32([1, ...new Array<number>(31).fill(0)], shape))

describe("sparse target tokens", () => {
  it("are what is tested", () => {
    expect(compressRows(dense).data).toHaveLength(4)
  })

  it.each([
    ["as they are", dense],
    ["compressed", compressRows(dense)],
  ])("have one weight for each place of the matrix: %s", (_, targets) => {
    const [given] = withWeights([example(targets)])
    expect(given?.loss_fn_inputs["weights"]).toEqual(float32(new Float32Array(32), shape))
    const gradient = Float32Array.from({ length: 32 }, (_, index) => index)
    const [weighted] = withGradients([example(targets)], [gradient])
    expect(weighted?.loss_fn_inputs).toEqual({
      target_tokens: targets,
      weights: float32(
        gradient.map((value) => -value),
        shape,
      ),
    })
  })

  it("take no gradient of the stored values alone", () => {
    expect(() => withGradients([example(compressRows(dense))], [[1, 1, 1, 1]])).toThrow(TypeError)
  })

  it("keep the weights that they have", () => {
    const given = datum(ModelInput.fromInts(tokens), { target_tokens: compressRows(dense), weights: sparseWeights })
    expect(withWeights([given])[0]?.loss_fn_inputs["weights"]).toBe(sparseWeights)
  })

  it("train as the same ones in full do", async () => {
    const local = await startLocalService({ seed: 1 })
    const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-test", sendTelemetry: false })
    try {
      const seen: number[][] = []
      const squares: CustomLoss = (_, logprobs) => {
        seen.push(...logprobs.map((row) => [...row]))
        return { gradients: logprobs.map((row) => row.map((value) => 2 * value)) }
      }
      for (const targets of [dense, compressRows(dense)]) {
        const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 2, seed: 1 })
        for (let step = 0; step < 2; step += 1) {
          await training.forwardBackwardCustom([example(targets)], squares)
          await training.optimStep({ learning_rate: 0.02 })
        }
      }
      const [first, second, ...compressed] = seen
      expect(first).toHaveLength(32)
      expect(second).not.toEqual(first)
      expect(compressed).toEqual([first, second])
    } finally {
      await service.close()
      await local.close()
    }
  })
})
