import { describe, expect } from "vitest"
import { apiKey } from "../../../src/adapters/auth/api-key.ts"
import { basic } from "../../../src/adapters/auth/basic.ts"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { clientCredentials } from "../../../src/adapters/auth/oauth/client-credentials.ts"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { json as strictJson } from "../../../src/adapters/serializer/json.ts"
import { form } from "../../../src/adapters/serializer/form.ts"
import { jsonSeq } from "../../../src/adapters/streaming/json-seq.ts"
import { ndjson } from "../../../src/adapters/streaming/ndjson.ts"
import { sse as eventStream } from "../../../src/adapters/streaming/sse.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { Client, ClientOptions } from "../../../src/core/client/client.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { segment } from "../../../src/core/request/segment.ts"
import { provider } from "../../../src/core/client/provider.ts"
import { serviceError } from "../../../src/core/response/service-error.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Framing } from "../../../src/ports/framing.ts"
import type { BodyWriter } from "../../../src/ports/serializer.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import { minLength, object, pipe, string } from "../../../src/schema/index.ts"
import { fakeTransport, type FakeStep } from "../../../src/testing/fake-transport.ts"
import type { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { bodyBytes } from "../../../src/values/body-bytes.ts"
import { test } from "../../test.ts"
import { mark, secret, shown } from "../../canary/mark.ts"
import { textsOf } from "../../canary/texts-of.ts"
import { openSinks } from "./canary-sinks.ts"
import { policy, pollSpec, postSpec, rule, spec, testService, type SpecOver } from "../fixture.ts"
import { streamSpec } from "../stream/stream-fixture.ts"

interface Scene {
  readonly script: readonly FakeStep[]
  readonly options?: ClientOptions
  readonly run: (client: Client) => PromiseLike<unknown>
  /** What a recording keeps of bodies. Default: that there was one. */
  readonly scrub?: (body: string) => string
}

/** Plays a scene with all sinks open: what they show of it, what was on the wire, and what the call ended with. */
async function play(world: { readonly clock: VirtualClock }, scene: Scene) {
  const { clock } = world
  const wire = fakeTransport(scene.script)
  const sinks = openSinks(`canary-${crypto.randomUUID()}`, clock, wire, scene.scrub ?? (() => "a body"))
  const service = testService({ provider: provider({ failure: [serviceError(["code"], ["message"])] }) })
  const client = createClient(service, { clock, random: () => 0.5, ...sinks.options, ...scene.options })
  const ended = Promise.resolve(scene.run(client)).then(
    () => undefined,
    (error: unknown) => error,
  )
  await clock.advance(1_000_000)
  const error = await ended
  const requests = await Promise.all(
    wire.requests.map(async ({ url, headers, body }) =>
      JSON.stringify([url, headers, body && new TextDecoder().decode(await bodyBytes(body))]),
    ),
  )
  return { error, requests: requests.join(), texts: [...(await sinks.texts()), ...textsOf(error)] }
}

const leaks = (texts: readonly string[]): readonly string[] => texts.filter((text) => shown.test(text))

/** Everything that a service can echo. */
const echo = {
  headers: {
    "set-cookie": `sid=${secret("cookie")}`,
    location: `https://zoo.test/?token=${secret("location")}`,
    "www-authenticate": `Bearer error="${secret("challenge")}"`,
    "x-custom": secret("custom"),
    link: `<https://zoo.test/?cursor=${secret("link")}>; rel=next`,
  },
  body: { code: `You sent ${secret("code")}`, message: secret("message"), echo: { deep: [secret("deep")] } },
}
const typed = { status: "2XX", readers: [strictJson], schema: object({ pin: pipe(string(), minLength(99)) }) } as const
const retry = [policy({ rules: [rule({ backoff: "none" })] })]

const credentials: readonly (readonly [name: string, auth: Auth])[] = [
  ["a bearer", bearer(secret("token"))],
  ["a bearer's function", bearer(() => secret("token"))],
  ["a key in a header", apiKey({ header: "X-Zoo-Key", token: secret("token") })],
  ["a key in the query", apiKey({ query: "key", token: secret("token") })],
  ["a key in a cookie", apiKey({ cookie: "sid", token: secret("token") })],
  ["a password", basic({ username: "us", password: secret("token") })],
]

const outcomes: readonly (readonly [
  name: string,
  script: readonly FakeStep[],
  over?: SpecOver,
  options?: CallOptions,
])[] = [
  ["a success", [{ ...echo }]],
  ["401", [{ ...echo, status: 401 }]],
  ["404", [{ ...echo, status: 404 }]],
  ["a redirect", [{ ...echo, status: 302 }]],
  ["503, tried again", [{ ...echo, status: 503 }, { ...echo, status: 503 }, { ...echo }], { retry }],
  ["an HTML page", [{ status: 502, headers: { "content-type": "text/html" }, body: `<p>${secret("page")}` }]],
  ["no answer", [new PristineError("connection", "gone", { phase: "connect", maybeExecuted: false })]],
  ["an answer that is no JSON", [{ headers: { "content-type": "application/json" }, body: `{"a":${secret("body")}` }]],
  ["an answer of another type", [{ body: { pin: secret("pin") } }], { success: [typed] }],
  [
    "an answer of another type, with a warning",
    [{ body: { pin: secret("pin") } }],
    { success: [typed] },
    { validate: "warn" },
  ],
  ["a timeout", [() => new Promise(() => undefined)], {}, { timeout: 50 }],
]

describe("O138 with every sink open, no secret shows", () => {
  describe.each(credentials)("of %s", (_, auth) => {
    test.for(outcomes)("after %s", async ([, script, over = {}, options = {}], { clock }) => {
      const success = [{ status: "2XX", readers: [strictJson] }]
      const operation = defineOperation(() => spec({ success, query: () => [["cursor", secret("query")]], ...over }))
      const run = (client: Client) => operation({}, { client, headers: { "X-Secret": secret("header") }, ...options })
      const { requests, texts } = await play({ clock }, { script, options: { auth }, run })
      // They were sent: otherwise this proves nothing.
      expect(requests).toMatch(/zq9canaryquery.*zq9canaryheader/)
      expect(requests).toMatch(shown)
      expect(texts.length).toBeGreaterThan(5)
      expect(leaks(texts)).toEqual([])
    })
  })

  const sse = { "content-type": "text/event-stream" }
  const read = async (client: Client, over = {}) => {
    const stream = await defineStream(() => streamSpec(over))({}, { client })
    for await (const event of stream) expect(event).toBeDefined()
  }
  const scenes: readonly (readonly [name: string, scene: Scene])[] = [
    ["events of a stream", { script: [{ headers: sse, body: `data: "${secret("event")}"\n\n` }], run: (c) => read(c) }],
    [
      "an event that is no JSON",
      { script: [{ headers: sse, body: `data: {${secret("event")}\n\n` }], run: (c) => read(c) },
    ],
    [
      "an error within a stream",
      { script: [{ headers: sse, body: `event: error\ndata: "${secret("event")}"\n\n` }], run: (c) => read(c) },
    ],
    [
      "an event of another type",
      {
        script: [{ headers: sse, body: `data: {"pin":"${secret("pin")}"}\n\n` }],
        run: (c) => read(c, { event: { schema: typed.schema } }),
      },
    ],
    [
      "a stream that is none",
      { script: [{ headers: { "content-type": "text/html" }, body: secret("page") }], run: (c) => read(c) },
    ],
    ["a refused stream", { script: [{ ...echo, status: 403 }], run: (c) => read(c) }],
    [
      "a line that is no JSON",
      {
        script: [{ headers: { "content-type": "application/x-ndjson" }, body: `${secret("line")}\n` }],
        run: (c) => read(c, { framing: ndjson }),
      },
    ],
    [
      "a future that failed",
      {
        script: [{ body: { request_id: "r1" } }, { body: { error: secret("failure") } }],
        run: (client) =>
          defineFuture(() => ({ ...postSpec(), poll: pollSpec(() => postSpec({ id: "poll" })) }))({}, { client }),
      },
    ],
    [
      "an expired future",
      {
        script: [{ body: { request_id: "r1" } }, { ...echo, status: 410 }],
        run: (client) =>
          defineFuture(() => ({ ...postSpec(), poll: pollSpec(() => postSpec({ id: "poll" })) }))({}, { client }),
      },
    ],
    [
      "an uploaded file's name",
      {
        script: [{ ...echo, status: 413 }],
        run: (client) =>
          defineOperation(() => postSpec({ body: { encode: (input) => input, writer: multipart } }))(
            { file: new File(["x"], secret("name")) },
            { client },
          ),
      },
    ],
    [
      "a media type that could forge a header",
      {
        script: [],
        run: (client) =>
          defineOperation(() => postSpec({ body: { encode: (input) => input, writer: multipart } }))(
            { file: { name: secret("name"), type: `a/b\r\n${secret("type")}`, stream: () => new Blob([]).stream() } },
            { client },
          ),
      },
    ],
    [
      "an input of another type",
      {
        script: [],
        run: (client) => defineOperation(() => spec({ input: typed.schema }))({ pin: secret("pin") }, { client }),
      },
    ],
    [
      "an input that cannot be written",
      {
        script: [],
        run: (client) =>
          defineOperation(() => postSpec({ body: { encode: () => ({ [secret("field")]: 1n }), writer: strictJson } }))(
            {},
            { client },
          ),
      },
    ],
    [
      "a part of a path that leads elsewhere",
      {
        script: [],
        run: (client) =>
          defineOperation(() => spec({ path: () => `/pets/${segment(`../${secret("path")}\ud800`, "id")}` }))(
            {},
            { client },
          ),
      },
    ],
    [
      "a header that cannot be sent",
      {
        script: [{ body: {} }],
        options: { transport: undiciTransport() },
        run: (client) =>
          defineOperation(() => spec())({}, { client, headers: { "X-A": `${secret("header")}\r\nB: c` } }),
      },
    ],
    [
      "a credential that cannot be sent",
      {
        script: [],
        options: { auth: bearer(`${secret("token")}\n`) },
        run: (client) => defineOperation(() => spec())({}, { client }),
      },
    ],
    [
      "a credential of the wrong form",
      {
        script: [],
        options: { auth: bearer({ token: secret("token"), pattern: "^sk-" }) },
        run: (client) => defineOperation(() => spec())({}, { client }),
      },
    ],
    [
      "an input without a key",
      {
        script: [],
        run: () => Promise.resolve().then(() => defineOperation(() => spec()).key({ [secret("x")]: () => 1 })),
      },
    ],
  ]

  test.for(scenes)("of %s", async ([, scene], { clock }) => {
    const { texts } = await play({ clock }, scene)
    expect(texts.length).toBeGreaterThan(1)
    expect(leaks(texts)).toEqual([])
  })

  const keep = (body: string): string => body
  const secrets = { names: ["pin"] }
  const refused: FakeStep = { ...echo, status: 422, body: { pin: secret("echo"), code: "wrong_pin" } }
  const written = (writer: BodyWriter): SpecOver => ({ secrets, body: { encode: (input) => input, writer } })
  const sent: readonly (readonly [name: string, over: SpecOver, input: object])[] = [
    [
      "a path parameter",
      {
        secrets: { ...secrets, route: "/pins/{pin}" },
        path: (input) => `/pins/${segment((input as { pin: unknown }).pin, "pin")}`,
      },
      { pin: secret("path") },
    ],
    ["a query parameter", { secrets, query: (input) => Object.entries(input as object) }, { pin: secret("query") }],
    ["a header", { secrets, headers: (input) => Object.entries(input as object) }, { pin: secret("header") }],
    ["a member of JSON", written(strictJson), { deep: [{ pin: secret("member") }] }],
    ["a field of a form", written(form), { pin: secret("field") }],
    ["a nested field of a form", written(form), { user: { pin: { old: secret("field") } } }],
    ["a part", written(multipart), { pin: secret("part") }],
    ["a file and its name", written(multipart), { pin: new File([secret("file")], secret("name")) }],
  ]
  describe.each(sent)("of %s that a description calls a secret", (_, over, input) => {
    test.for<[name: string, step: FakeStep]>([
      ["an answer", { ...refused, status: 200 }],
      ["a refusal that repeats it", refused],
      ["a broken connection", new PristineError("connection", "gone", { phase: "headers", maybeExecuted: true })],
      ["a foreign error", new TypeError(`fetch failed: ${secret("all")}`)],
    ])("with %s", async ([, step], { clock }) => {
      const run = (client: Client) => defineOperation(() => postSpec(over))(input, { client })
      const { requests, texts } = await play({ clock }, { script: [step], run, scrub: keep })
      expect(requests).toMatch(shown)
      expect(texts.length).toBeGreaterThan(5)
      expect(leaks(texts)).toEqual([])
    })
  })

  test.for<[name: string, type: string, framing: Framing, body: string]>([
    ["server-sent events", "text/event-stream", eventStream, `data: {"pin":"${secret("event")}"}\n\n`],
    ["an event that ends too early", "text/event-stream", eventStream, `data: {"pin":"${secret("event")}`],
    ["lines of JSON", "application/x-ndjson", ndjson, `{"a":[{"pin":"${secret("line")}"}]}\n`],
    ["a line that is no JSON", "application/x-ndjson", ndjson, `{"pin":"${secret("line")}\n`],
    ["a sequence of JSON", "application/json-seq", jsonSeq, `\u001e{"pin":"${secret("text")}"}\n`],
  ])("of a member of %s that a description calls a secret", async ([, type, framing, body], { clock }) => {
    const run = (client: Client) => read(client, { framing, secrets, event: { schema: object({ id: string() }) } })
    const { texts } = await play({ clock }, { script: [{ headers: { "content-type": type }, body }], run, scrub: keep })
    expect(texts.length).toBeGreaterThan(1)
    expect(leaks(texts)).toEqual([])
  })

  const server = { issuer: "https://login.test", tokenEndpoint: "https://login.test/token" }
  const granted = { access_token: secret("access"), token_type: "Bearer", expires_in: 3600 }
  test.for<[name: string, script: readonly FakeStep[]]>([
    ["a token that is granted", [{ body: granted }, { ...echo, status: 404 }]],
    ["a refused secret", [{ status: 401, body: { error: "invalid_client", error_description: secret("why") } }]],
    ["a token's answer that is none", [{ body: `{"access_token":"${secret("access")}` }]],
    ["a token of another type", [{ body: { ...granted, token_type: secret("type") } }]],
  ])("of OAuth and %s", async ([, script], { clock }) => {
    const source = clientCredentials({ server, clientId: "batch", clientSecret: secret("client") })
    const run = (client: Client) => defineOperation(() => spec())({}, { client })
    const { error, requests, texts } = await play({ clock }, { script, options: { auth: bearer({ source }) }, run })
    expect(requests.length).toBeGreaterThan(0)
    expect(error).toBeInstanceOf(PristineError)
    expect(leaks(texts)).toEqual([])
  })

  test.for<[name: string, clientAuth: "basic" | "body"]>([
    ["in the header", "basic"],
    ["in the body", "body"],
  ])("of OAuth in a recording that keeps bodies, the secret %s", async ([, clientAuth], { clock }) => {
    const tokens = { ...granted, refresh_token: secret("refresh"), id_token: secret("id") }
    const source = clientCredentials({ server, clientId: "batch", clientSecret: secret("client"), clientAuth })
    const { requests, texts } = await play(
      { clock },
      {
        script: [{ body: tokens }, { body: { name: "Rex" } }],
        options: { auth: bearer({ source }) },
        run: (client) => defineOperation(() => spec())({}, { client }),
        scrub: (body) => body,
      },
    )
    expect(requests).toMatch(shown)
    expect(texts.join()).toMatch(/grant_type=client_credentials.*expires_in.*Rex/)
    expect(leaks(texts)).toEqual([])
  })

  test("of a base URL", () => {
    const make = () => createClient(testService(), { baseUrl: `https://us:${secret("password")}@zoo.test` })
    expect(make).toThrow(expect.objectContaining({ code: "config" }))
    let thrown: unknown
    try {
      make()
    } catch (error) {
      thrown = error
    }
    expect(leaks(textsOf(thrown))).toEqual([])
  })

  test.for<[name: string, path: string]>([
    ["a refused connection", "/pets"],
    ["a URL with a secret", `/pets?token=${secret("query")}`],
  ])("of %s on a real socket", async ([, path], { resources }) => {
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const service = testService({ baseUrl: () => "http://127.0.0.1:1" })
    const client = createClient(service, { transport, auth: bearer(secret("token")) })
    const result = await defineOperation(() => spec({ service, path: () => path }))
      .safe({}, { client })
      .then((settled) => (settled.ok ? undefined : settled.error))
    expect(result).toMatchObject({ code: "connection" })
    expect(leaks(textsOf(result))).toEqual([])
  })
})

describe("O138 what the scan allows", () => {
  test("the id of a request, a short code of an error and the path of a URL", async ({ clock }) => {
    const script = [{ status: 400, headers: { "x-request-id": `${mark}id` }, body: { code: `${mark}code` } }]
    const run = (client: Client) => defineOperation(() => spec({ path: () => `/${mark}path` }))({}, { client })
    const { texts } = await play({ clock }, { script, run })
    for (const what of ["id", "code", "path"]) expect(texts.join("\n")).toContain(secret(what))
  })

  test("payload at hand for whoever asks for it", async ({ clock }) => {
    const { error } = await play(
      { clock },
      { script: [{ ...echo, status: 404 }], run: (client) => defineOperation(() => spec())({}, { client }) },
    )
    const { body, headers, detail } = error as PristineError
    expect([body, headers?.get("x-custom"), detail]).toEqual([echo.body, secret("custom"), secret("message")])
  })
})
