import { describe, expect, vi } from "vitest"
import { ServiceClient } from "../../src/clients/service-client.ts"
import { after, fakeTinker, type FakeTinker, type Handler, type Reaction } from "../fake-tinker.ts"
import { it } from "../test.ts"

const weights = "tinker://a:train:0/weights/step"

function jwt(seconds: number): string {
  return `eyJ.${Buffer.from(JSON.stringify({ exp: seconds, sub: "urn:me", email: "" })).toString("base64url")}.s`
}

describe("starting", () => {
  it("sends nothing before it is needed, and the flags once", async () => {
    const tinker = fakeTinker({
      get_server_capabilities: () => ({ body: { supported_models: [{ model_name: "m" }] } }),
    })
    await using service = tinker.service
    expect(tinker.transport.requests).toHaveLength(0)
    const both = await Promise.all([service.getServerCapabilities(), service.createRestClient()])
    expect(both[0].supported_models).toEqual([{ model_name: "m" }])
    await service.createSamplingClient({ baseModel: "base" })
    expect(tinker.sent("client/config", "client/dynamic_config", "create_session")).toHaveLength(3)
  })

  it("lists models also as older services do, by their names", async () => {
    const supported_models = ["a", { model_name: "b", model_id: "1", arch: "x", max_context_length: 8 }, null]
    const tinker = fakeTinker({ get_server_capabilities: () => ({ body: { supported_models } }) })
    await using service = tinker.service
    expect((await service.getServerCapabilities()).supported_models).toEqual(supported_models)
  })

  it("is tried again by the next call when it failed", async () => {
    const tinker = fakeTinker({
      "client/config": (_, nth) => (nth === 0 ? { status: 401, body: { detail: "no" } } : undefined),
    })
    await using service = tinker.service
    await expect(service.createRestClient()).rejects.toMatchObject({ status: 401 })
    await service.createRestClient()
  })

  it.each(["client/config", "client/dynamic_config"])("does without %s", async (route) => {
    const tinker = fakeTinker({ [route]: () => ({ status: 404, body: {} }) })
    await using service = tinker.service
    await service.createRestClient()
    expect(tinker.sent(route)).toHaveLength(1)
  })

  it("says at once what is missing", () => {
    const make = (): unknown => new ServiceClient({ baseUrl: "tinker", env: () => undefined })
    expect(make).toThrow(/2 settings cannot be used: .*TINKER_BASE_URL.*TINKER_API_KEY/)
  })

  it("is over for a call that is given up, and goes on for the others", async () => {
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => (open = resolve))
    const tinker = fakeTinker({ "client/config": () => after(opened) })
    await using service = tinker.service
    const abort = new AbortController()
    const given = service.createRestClient({ signal: abort.signal })
    const other = service.createRestClient()
    const reason = new Error("enough")
    abort.abort(reason)
    await expect(given).rejects.toBe(reason)
    open()
    await other
  })
})

describe("the credential", () => {
  it("is the key when the server asks for nothing else", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    const keys = tinker.transport.requests.map(({ headers }) => new Map(headers).get("X-API-Key"))
    expect(new Set(keys)).toEqual(new Set(["tml-test"]))
    const rest = await service.createRestClient()
    await expect(rest.whoami()).rejects.toThrow("names nobody")
  })

  it("is exchanged for a web token when the server asks, and the token is replaced before it ends", async () => {
    const handlers: Record<string, Handler> = { "client/config": () => ({ body: { pjwt_auth_enabled: true } }) }
    const tinker = fakeTinker(handlers)
    const endsAt = (nth: number): string => jwt(tinker.clock.wallTime() / 1000 + 3600 + nth)
    handlers["auth/token"] = (_, nth) => ({ body: { jwt: endsAt(nth) } })
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    const keyOf = (route: string) => tinker.sent(route).map(({ headers }) => headers.get("x-api-key"))
    expect(keyOf("auth/token")).toEqual(["tml-test"])
    expect(keyOf("create_session")).toEqual([endsAt(0)])
    await tinker.clock.advance(3_590_000)
    expect(keyOf("auth/token")).toEqual(["tml-test", "tml-test"])
    expect(new Set(keyOf("session_heartbeat")).size).toBe(2)
    const rest = await service.createRestClient()
    expect(await rest.whoami()).toEqual({ userUrn: "urn:me" })
  })
})

describe("a session", () => {
  it("says who runs it", async () => {
    const env: Record<string, string> = { TINKER_TAGS: "a, b,,a", TINKER_PROJECT_ID: "p" }
    const tinker = fakeTinker({}, { env: (name) => env[name], userMetadata: { run: 1 } })
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    expect(tinker.sent("create_session")[0]?.body).toEqual({
      tags: ["a", "b"],
      user_metadata: { run: 1 },
      sdk_version: "0.25.0",
      project_id: "p",
      type: "create_session",
    })
  })

  it("passes on what the service has to say", async () => {
    const told = { session_id: "s", info_message: "hello", warning_message: "soon", error_message: null }
    const tinker = fakeTinker({ create_session: () => ({ body: told }) })
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    expect(tinker.log).toEqual(["hello", "soon"])
  })

  it("beats every ten seconds until it is closed, and reads the configuration again", async () => {
    const tinker = fakeTinker({ "client/dynamic_config": () => ({ body: { refresh_interval_sec: 20 } }) })
    {
      await using service = tinker.service
      await service.createSamplingClient({ baseModel: "base" })
      await tinker.clock.advance(60_000)
      expect(tinker.sent("session_heartbeat").map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6].map((n) => n * 10_000))
      expect(tinker.sent("client/dynamic_config").map(({ at }) => at)).toEqual([0, 20_000, 40_000, 60_000])
    }
    expect(tinker.clock.pending).toBe(0)
  })

  it("says when the configuration cannot be read again, without what the answer holds, and goes on", async () => {
    const reactions: Reaction[] = [undefined, { status: 500, body: { detail: "tml-test" } }, new Error("tml-test")]
    const tinker = fakeTinker({ "client/dynamic_config": (_, nth) => reactions[nth] })
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    await tinker.clock.advance(900_000)
    expect(tinker.sent("client/dynamic_config").map(({ at }) => at)).toEqual([0, 300_000, 600_000, 900_000])
    expect(tinker.log).toEqual([
      expect.stringMatching(/^Reading the dynamic configuration again failed: .*500/),
      expect.stringMatching(/^Reading the dynamic configuration again failed: ./),
    ])
    expect(tinker.log.join()).not.toContain("tml-test")
  })

  it("says nothing when closing stops the reading", async () => {
    let asked = (): void => undefined
    const reading = new Promise<void>((resolve) => (asked = resolve))
    const never = new Promise<undefined>(() => undefined)
    const tinker = fakeTinker({
      "client/dynamic_config": (_, nth) => {
        if (nth === 0) return undefined
        asked()
        return never
      },
    })
    await tinker.service.createSamplingClient({ baseModel: "base" })
    await tinker.clock.advance(300_000)
    await reading
    await tinker.service.close()
    expect(tinker.log).toEqual([])
    expect(tinker.clock.pending).toBe(0)
  })

  it("warns after two minutes without a heartbeat, and goes on", async () => {
    const tinker = fakeTinker({ session_heartbeat: () => ({ status: 500, body: {} }) })
    await using service = tinker.service
    await service.createSamplingClient({ baseModel: "base" })
    await tinker.clock.advance(120_000)
    expect(tinker.log).toEqual([])
    await tinker.clock.advance(20_000)
    expect(tinker.log).toEqual(["Session heartbeat failed for 130 seconds", "Session heartbeat failed for 140 seconds"])
  })

  it.each(["client/config", "client/dynamic_config", "create_session"])(
    "is closed at once while it waits for %s",
    async (route) => {
      const tinker = fakeTinker({ [route]: () => new Promise(() => undefined) })
      const opening = tinker.service.createSamplingClient({ baseModel: "base" }).catch((error: unknown) => error)
      await tinker.clock.advance(0)
      expect(tinker.sent(route)).toHaveLength(1)
      await tinker.service.close()
      expect(await opening).toMatchObject({ code: "aborted", message: "The service client was closed" })
      expect(tinker.clock.pending).toBe(0)
    },
  )

  it("is closed at once while what it sets up waits for its next attempt", async () => {
    const tinker = fakeTinker({ create_session: () => ({ status: 503, body: {} }) })
    const opening = tinker.service.createSamplingClient({ baseModel: "base" }).catch((error: unknown) => error)
    await tinker.clock.advance(100)
    await tinker.service.close()
    expect(await opening).toMatchObject({ code: "aborted" })
    expect(tinker.clock.pending).toBe(0)
  })

  it("ends training calls under way when it is closed", async () => {
    const tinker = fakeTinker({ optim_step: () => new Promise(() => undefined) })
    const training = await tinker.service.createLoraTrainingClient("base")
    const step = Promise.resolve(training.optimStep({ learning_rate: 1 })).catch((error: unknown) => error)
    await tinker.clock.advance(0)
    await tinker.service.close()
    expect(await step).toMatchObject({ code: "aborted" })
  })

  it("reads TINKER_LOG like every other variable", async () => {
    const told = vi.spyOn(console, "info").mockReturnValue(undefined)
    const { transport } = fakeTinker({ create_session: () => ({ body: { session_id: "s", info_message: "hello" } }) })
    try {
      const env = (name: string): string | undefined => (name === "TINKER_LOG" ? "info" : undefined)
      await using service = new ServiceClient({ baseUrl: "http://127.0.0.1:1", apiKey: "tml-test", transport, env })
      await service.createSamplingClient({ baseModel: "base" })
      expect(told).toHaveBeenCalledWith("hello")
    } finally {
      told.mockRestore()
    }
  })

  it("refuses calls once it is closed", async () => {
    const { service } = fakeTinker()
    await service.close()
    await service.close()
    await expect(service.createSamplingClient({ baseModel: "base" })).rejects.toThrow("closed")
  })
})

describe("a training client", () => {
  it.each([
    ["as it is", {}, { rank: 32, train_unembed: true, train_mlp: true, train_attn: true }],
    ["as it is told", { rank: 8, seed: 3, trainMlp: false }, { rank: 8, seed: 3, train_unembed: true, train_mlp: false, train_attn: true }], // prettier-ignore
  ])("is created %s", async (_, options, lora_config) => {
    const tinker = fakeTinker()
    await using service = tinker.service
    await service.createLoraTrainingClient("base", options)
    const second = await service.createLoraTrainingClient("base", options)
    expect(second.modelId).toBe("s:train:0")
    const request = { session_id: "s", base_model: "base", lora_config, type: "create_model" }
    expect(tinker.sent("create_model").map(({ body }) => body)).toEqual([
      { ...request, model_seq_id: 0 },
      { ...request, model_seq_id: 1 },
    ])
  })

  it.each([
    ["neither weights", {}],
    ["both kinds of weights", { baseModel: "a", modelPath: "b" }],
  ])("is not made for sampling from %s", async (_, given) => {
    const { service, transport } = fakeTinker()
    await expect(service.createSamplingClient(given as never)).rejects.toThrow(TypeError)
    expect(transport.requests).toHaveLength(0)
  })

  it("must train something", async () => {
    const nothing = { trainMlp: false, trainAttn: false, trainUnembed: false }
    const { service, transport } = fakeTinker()
    await expect(service.createLoraTrainingClient("base", nothing)).rejects.toThrow(TypeError)
    expect(transport.requests).toHaveLength(0)
  })

  it("goes on from a checkpoint: a model like its own, then its weights", async () => {
    const info = { base_model: "base", is_lora: true, lora_rank: 4, train_mlp: false }
    const tinker = fakeTinker({ weights_info: () => ({ body: info }) })
    await using service = tinker.service
    const training = await service.createTrainingClientFromState(weights, { optimizer: true })
    await training.optimStep()
    expect(tinker.sent("create_model")[0]?.body["lora_config"]).toEqual({
      rank: 4,
      train_unembed: true,
      train_mlp: false,
      train_attn: true,
    })
    expect(tinker.sent("load_weights", "optim_step").map(({ body }) => body["seq_id"])).toEqual([1, 2])
    expect(tinker.sent("load_weights")[0]?.body).toMatchObject({
      model_id: "s:train:0",
      path: weights,
      optimizer: true,
    })
  })

  it.each([
    { name: "the key as it is", pjwt_auth_enabled: false, credentials: ["tml-other"], asked: [] },
    {
      name: "a web token that it is exchanged for",
      pjwt_auth_enabled: true,
      credentials: ["ey.o"],
      asked: ["tml-other"],
    },
  ])(
    "reads a foreign checkpoint with the credential that may: $name",
    async ({ pjwt_auth_enabled, credentials, asked }) => {
      const tinker = fakeTinker({
        "client/config": () => ({ body: { pjwt_auth_enabled } }),
        "auth/token": (_, __, { headers }) => ({
          body: { jwt: new Map(headers).get("X-API-Key") === "tml-other" ? "ey.o" : jwt(9e9) },
        }),
        weights_info: () => ({ body: { base_model: "base", is_lora: true } }),
      })
      await using service = tinker.service
      await service.createTrainingClientFromState(weights, { weightsAccessToken: "tml-other" })
      const keys = (...routes: string[]) => tinker.sent(...routes).map(({ headers }) => headers.get("x-api-key"))
      expect(keys("weights_info")).toEqual(credentials)
      expect(keys("auth/token").slice(1)).toEqual(asked)
      expect(new Set(keys("create_model", "load_weights"))).toEqual(new Set(keys("create_session")))
      expect(tinker.sent("load_weights")[0]?.body).toMatchObject({ weights_access_token: "tml-other" })
    },
  )

  it("goes on from a checkpoint in one request when the server can", async () => {
    const tinker = fakeTinker({ "client/config": () => ({ body: { create_model_via_load_weights: true } }) })
    await using service = tinker.service
    const training = await service.createTrainingClientFromState(weights, { weightsAccessToken: "tml-other" })
    await training.optimStep()
    expect(tinker.sent("load_weights")[0]?.body).toEqual({
      session_id: "s",
      model_seq_id: 0,
      path: weights,
      optimizer: false,
      weights_access_token: "tml-other",
      type: "load_weights",
    })
    expect(tinker.sent("optim_step")[0]?.body).toMatchObject({ model_id: "s:train:0", seq_id: 1 })
  })
})

describe("places within a session", () => {
  const { signal } = new AbortController()
  const opened = (tinker: FakeTinker, route: string, by: string, number: string) =>
    tinker.sent(route).map(({ body }) => [body[by], body[number]] as [string, unknown])

  it.each<[string, (service: ServiceClient) => Promise<unknown>[]]>([
    ["without a signal", (service) => ["a", "b", "c"].map((model) => service.createLoraTrainingClient(model))],
    [
      "when only the first has a signal",
      (service) => [
        service.createLoraTrainingClient("a", { signal }),
        service.createLoraTrainingClient("b"),
        service.createLoraTrainingClient("c"),
      ],
    ],
    [
      "when one starts from a checkpoint",
      (service) => [
        service.createTrainingClientFromState(weights, { baseModel: "a", signal }),
        service.createLoraTrainingClient("b"),
        service.createTrainingClientFromState(weights, { baseModel: "c" }),
      ],
    ],
  ])("go to models in the order of the calls %s", async (_, calls) => {
    const tinker = fakeTinker({ weights_info: () => ({ body: { base_model: "base", is_lora: true } }) })
    await using service = tinker.service
    await Promise.all(calls(service))
    const numbers = Object.fromEntries(opened(tinker, "create_model", "base_model", "model_seq_id"))
    expect(numbers).toEqual({ a: 0, b: 1, c: 2 })
  })

  it("go to models in the order of the calls when checkpoints are loaded in one request", async () => {
    const tinker = fakeTinker({ "client/config": () => ({ body: { create_model_via_load_weights: true } }) })
    await using service = tinker.service
    const clients = await Promise.all([
      service.createTrainingClientFromState(weights, { baseModel: "a", signal }),
      service.createTrainingClientFromState(weights, { baseModel: "b" }),
    ])
    expect(clients.map(({ modelId }) => modelId)).toEqual(["s:train:0", "s:train:1"])
    expect(Object.fromEntries(opened(tinker, "load_weights", "base_model", "model_seq_id"))).toEqual({ a: 0, b: 1 })
  })

  it("go to samplers in the order of the calls, with and without a signal", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const clients = await Promise.all([
      service.createSamplingClient({ baseModel: "a" }, { signal }),
      service.createSamplingClient({ modelPath: "tinker://a/sampler_weights/b" }),
      service.createSamplingClient({ baseModel: "c" }, { signal }),
    ])
    const ids = clients.map(({ samplingSessionId }) => samplingSessionId)
    expect(ids).toEqual(["s:sample:0", "s:sample:1", "s:sample:2"])
  })

  it("are not taken by a call that is refused", async () => {
    const tinker = fakeTinker()
    await using service = tinker.service
    const nothing = { trainMlp: false, trainAttn: false, trainUnembed: false }
    await expect(service.createLoraTrainingClient("a", nothing)).rejects.toThrow(TypeError)
    await service.createLoraTrainingClient("b")
    expect(opened(tinker, "create_model", "base_model", "model_seq_id")).toEqual([["b", 0]])
  })
})
