import { describe, expect } from "vitest"
import { undiciTransport } from "pristine-runtime/node"
import { byteTokenizer, json, startLocalService } from "../../local-service/index.ts"
import { ServiceClient } from "../../src/clients/service-client.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { datum } from "../../src/data/datum.ts"
import { it } from "../test.ts"

const tokens = byteTokenizer.encode("what somebody else has learned")
const data = [datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })]

describe("a checkpoint of somebody else", () => {
  it.each([
    { name: "by those who have its owner's credential", given: { weightsAccessToken: "tml-owner" }, refused: false },
    { name: "by nobody with a key of their own", given: {}, refused: true },
  ])("is trained on $name", async ({ given, refused }) => {
    const local = await startLocalService({
      seed: 1,
      intercept: ({ path, headers }) =>
        path.endsWith("/weights_info") && headers["x-api-key"] !== "tml-owner"
          ? json({ detail: "Not your checkpoint" }, 403)
          : undefined,
    })
    const transport = undiciTransport()
    const open = (apiKey: string) =>
      new ServiceClient({ baseUrl: local.url, apiKey, transport, env: () => undefined, sendTelemetry: false })
    const [owner, guest] = [open("tml-owner"), open("tml-guest")]
    try {
      const trained = await owner.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 2 })
      await Promise.all([trained.forwardBackward(data, "cross_entropy"), trained.optimStep()])
      const { path } = await trained.saveState("shared")
      const restored = guest.createTrainingClientFromState(path, given)
      if (refused) {
        await expect(restored).rejects.toMatchObject({ status: 403 })
        return
      }
      const [own, other] = await Promise.all([
        trained.forward(data, "cross_entropy"),
        (await restored).forward(data, "cross_entropy"),
      ])
      expect(other.metrics).toEqual(own.metrics)
    } finally {
      await Promise.all([owner.close(), guest.close()])
      await transport.close?.()
      await local.close()
    }
  })
})
