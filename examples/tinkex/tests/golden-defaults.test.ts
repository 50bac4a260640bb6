import api, { createClient } from "#tinker.pristine.json"
import { fakeTransport } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { ModelInput } from "../src/data/model-input.ts"
import { loraConfig } from "../src/data/lora-config.ts"
import { golden } from "./golden.ts"
import { it } from "./test.ts"

const { defaults } = golden

type Json = Readonly<Record<string, unknown>>

/** What is null to the official SDK is absent here. */
function present(value: Json): Json {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
}

function open() {
  const transport = fakeTransport(() => Promise.resolve({ body: {} }))
  return createClient({
    baseUrl: "http://127.0.0.1:1",
    transport,
    env: (name) => (name === "TINKER_API_KEY" ? "tml-a" : undefined),
  })
}

/** The JSON that a call sends. */
async function sent(request: Promise<{ readonly body?: unknown }>): Promise<Json> {
  return JSON.parse(String((await request).body)) as Json
}

describe("what nobody says is as in the official SDK", () => {
  it("flags of the service", async () => {
    await using client = open()
    // The last one chooses a transport of Python.
    const { use_pyqwest_transport: _, ...flags } = defaults.client_config
    expect(await api.service.clientConfig({}, { client })).toEqual(flags)
  })

  it("the dynamic configuration", async () => {
    await using client = open()
    expect(await api.service.dynamicConfig({}, { client })).toEqual(defaults.dynamic_config)
  })

  it("settings of Adam", async () => {
    await using client = open()
    const body = await sent(api.training.optimStep.request({ model_id: "m", seq_id: 1 }, { client }))
    expect(body["adam_params"]).toEqual(defaults.adam)
  })

  it("parameters of a sample", async () => {
    await using client = open()
    const body = await sent(api.sampling.sample.request({ prompt: ModelInput.empty() }, { client }))
    expect(body["sampling_params"]).toEqual(present(defaults.sampling_params))
  })

  it("an adapter, from the client and through the generated API", async () => {
    await using client = open()
    const input = { session_id: "s", model_seq_id: 0, base_model: "b", lora_config: {} }
    const body = await sent(api.training.createModel.request(input, { client }))
    expect(body["lora_config"]).toEqual(present(defaults.lora))
    expect(loraConfig({})).toEqual(present(defaults.lora))
  })
})
