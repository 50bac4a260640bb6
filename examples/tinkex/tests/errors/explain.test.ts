import { PristineError } from "pristine-runtime"
import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { explain } from "../../src/errors/explain.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

describe("a failure is explained", () => {
  it.each<[string, unknown, string]>([
    ["of the program itself", new TypeError("No data provided"), "No data provided"],
    ["that is no error", "stop", "stop"],
    ["that says all", new PristineError("input", "sample: there is no option a"), "sample: there is no option a"],
    [
      "of the network",
      new PristineError("connection", "No connection"),
      "No connection\nCheck the network and the service's address: the option baseUrl, or TINKER_BASE_URL.",
    ],
    [
      "with the service's words",
      new PristineError("http", "Answered 403", { status: 403, body: { detail: "not yours" } }),
      "Answered 403\nThe service says: not yours\n" +
        "The credential may not do that. Only the owner of a training run may change its checkpoints.",
    ],
    [
      "of the service itself",
      new PristineError("http", "Answered 503", { status: 503 }),
      "Answered 503\nThe service has a problem of its own: try again in a while.",
    ],
    ["that is without advice", new PristineError("http", "Answered 418", { status: 418 }), "Answered 418"],
  ])("%s", (_, error, text) => {
    expect(explain(error)).toBe(text)
  })

  it("of work, by its reason, which its message does not hold", async () => {
    const reason = "lora_config.rank must be a power of 2"
    const tinker = fakeTinker({
      retrieve_future: ({ request_id: id }) =>
        String(id).startsWith("forward_backward") ? { body: { error: reason, category: "user" } } : undefined,
    })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const data = [datum(ModelInput.fromInts([1]), { target_tokens: [2], weights: [1] })]
    const error: unknown = await training
      .forwardBackward(data, "cross_entropy")
      .then(undefined, (thrown: unknown) => thrown)
    expect(String(error)).not.toContain(reason)
    expect(explain(error)).toMatch(/^The service reports that forward_backward failed\n/)
    expect(explain(error)).toContain(`The service says: ${reason}`)
  })
})
