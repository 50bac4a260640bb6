import { describe, expect } from "vitest"
import { byteTokenizer } from "../../local-service/index.ts"
import type { ServiceClientOptions } from "../../src/clients/service-client.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { hubLoader } from "../../src/tokenizers/hub-loader.ts"
import type { LoadContext } from "../../src/tokenizers/tokenizer-options.ts"
import type { TokenizerId } from "../../src/tokenizers/tokenizer-id.ts"
import { fakeTinker, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"
import { smallConfig, smallTokenizer } from "./fake-hub.ts"

const info =
  (model_data: object): Handler =>
  () => ({ body: { model_id: "s:train:0", model_data } })
const sampler = (base_model: string): Record<string, Handler> => {
  return { "samplers/s:sample:0": () => ({ body: { sampler_id: "s:sample:0", base_model } }) }
}

/** Loads nothing, and tells what it was asked for. */
function loading() {
  const asked: TokenizerId[] = []
  const options: ServiceClientOptions = {
    tokenizers: {
      load: (id) => {
        asked.push(id)
        return Promise.resolve({ ...byteTokenizer })
      },
    },
  }
  return { asked, options }
}

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)

describe("the tokenizer of a training client", () => {
  it.each<[name: string, model: object, id: string]>([
    [
      "the one that the service names",
      { model_name: "meta-llama/Llama-3.1-8B", tokenizer_id: "org/own:rev" },
      "org/own",
    ],
    ["that of the model's name", { model_name: "Qwen/Qwen3-8B/x" }, "Qwen/Qwen3-8B"],
  ])("is %s", async (_, model_data, id) => {
    const { asked, options } = loading()
    const tinker = fakeTinker({ get_info: info(model_data) }, options)
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const tokenizer = await training.getTokenizer()
    expect(asked).toEqual([{ id, revision: "main" }])
    expect(ModelInput.toInts(ModelInput.fromText("hi", tokenizer))).toEqual([104, 105])
  })
})

describe("the tokenizers of a service client", () => {
  const both = { get_info: info({ model_name: "Qwen/Qwen3-8B" }), ...sampler("Qwen/Qwen3-8B:rev") }
  const clients = async ({ service }: FakeTinker) =>
    Promise.all([service.createLoraTrainingClient("base"), service.createSamplingClient({ baseModel: "base" })])

  it("are loaded once for all of its clients, by id and revision", async () => {
    const { asked, options } = loading()
    const tinker = fakeTinker(both, options)
    await using _service = tinker.service
    const [training, sampling] = await clients(tinker)
    const [one, other] = await Promise.all([training.getTokenizer(), training.getTokenizer()])
    expect(one).toBe(other)
    expect(await sampling.getTokenizer()).not.toBe(one)
    expect(asked.map(({ revision }) => revision).sort()).toEqual(["main", "rev"])
  })

  it.each<[name: string, overrides: Record<string, string | typeof byteTokenizer>, asked: string[]]>([
    ["a model's", { "Qwen/Qwen3-8B": byteTokenizer }, []],
    ["another id", { "Qwen/Qwen3-8B": "org/other" }, ["org/other"]],
    ["another's of another id", { "Qwen/Qwen3-8B": "org/other", "org/other": byteTokenizer }, []],
  ])("may be %s of the caller's own", async (_, overrides, expected) => {
    const { asked, options } = loading()
    const tinker = fakeTinker(both, { tokenizers: { ...options.tokenizers, overrides } })
    await using _service = tinker.service
    const [training] = await clients(tinker)
    expect((await training.getTokenizer()).encode("a")).toEqual([97])
    expect(asked.map(({ id }) => id)).toEqual(expected)
  })

  it("are not there without a loader, which is told", async () => {
    const tinker = fakeTinker(both)
    await using _service = tinker.service
    const [training] = await clients(tinker)
    await expect(training.getTokenizer()).rejects.toThrow(
      "no tokenizer Qwen/Qwen3-8B: pass `tokenizers: { load: hubLoader() }`",
    )
  })

  it("are not there for the local service's model, and are told where its own is", async () => {
    const tinker = fakeTinker({ get_info: info({ model_name: "local/tiny-bytes" }) })
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("local/tiny-bytes")
    await expect(training.getTokenizer()).rejects.toThrow(
      "no tokenizer local/tiny-bytes: pass `tokenizers: { overrides: { [model]: byteTokenizer } }`, of tinkex/local-service",
    )
  })

  it("are tried again when loading failed", async () => {
    let calls = 0
    const load = () => (++calls === 1 ? Promise.reject(new Error("no")) : Promise.resolve(byteTokenizer))
    const tinker = fakeTinker(both, { tokenizers: { load } })
    await using _service = tinker.service
    const [training] = await clients(tinker)
    expect(await settled(training.getTokenizer())).toMatchObject({ message: "no" })
    expect(await training.getTokenizer()).toBe(byteTokenizer)
  })

  it("come from Hugging Face through the client's own transport", async () => {
    const files: Record<string, Handler> = {
      "/Qwen/Qwen3-8B/resolve/main/tokenizer.json": () => ({ body: smallTokenizer }),
      "/Qwen/Qwen3-8B/resolve/main/tokenizer_config.json": () => ({ body: smallConfig }),
    }
    const tinker = fakeTinker(
      { ...both, ...files },
      { tokenizers: { load: hubLoader({ endpoint: "https://hub.test", cacheDirectory: false }) } },
    )
    await using _service = tinker.service
    const [training] = await clients(tinker)
    expect((await training.getTokenizer()).encode("ab")).toEqual([0, 5])
    const urls = tinker.transport.requests.map(({ url }) => url).filter((url) => url.startsWith("https://hub.test"))
    expect(urls).toHaveLength(2)
  })

  it("are given up by one who waits, and by closing", async () => {
    let stop: AbortSignal | undefined
    const load = (_: TokenizerId, { signal }: LoadContext) => {
      stop = signal
      return new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true })
      })
    }
    const tinker = fakeTinker(both, { tokenizers: { load } })
    const [training] = await clients(tinker)
    const abort = new AbortController()
    const given = settled(training.getTokenizer({ signal: abort.signal }))
    const other = settled(training.getTokenizer())
    await tinker.clock.advance(0)
    const reason = new Error("enough")
    abort.abort(reason)
    expect(await given).toBe(reason)
    expect(stop?.aborted).toBe(false)
    await tinker.service.close()
    expect(await other).toMatchObject({ code: "aborted" })
  })
})
