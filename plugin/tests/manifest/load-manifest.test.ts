import { readFileSync } from "node:fs"
import { describe, expect } from "vitest"
import { stringify } from "yaml"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

const tinker = readFileSync(new URL("../../../examples/tinkex/src/manifest.pristine.json", import.meta.url), "utf8")

const seed = `{
  "name": "tinkex",
  "version": "0.1.0",
  "base_url": "https://tinker.thinkingmachines.dev",
  "auth": { "default": [{ "type": "bearer", "env": "TINKER_API_KEY" }] },
  "endpoints": {
    "forward_backward": { "method": "POST", "path": "/v1/models/{model_id}/forward_backward", "async": true }
  }
}`

describe("the smallest manifest in use", () => {
  const { model, warnings } = loadManifest(seed, "manifest.pristine.json")

  it("loads without a word", () => {
    expect(warnings).toEqual([])
    expect(model?.name).toBe("tinkex")
    expect(model?.baseUrl).toEqual({ kind: "constant", value: "https://tinker.thinkingmachines.dev" })
    expect(model?.auth.get("default")).toEqual([{ type: "bearer", env: "TINKER_API_KEY", pointer: "/auth/default/0" }])
  })

  it("gives a future with an untyped body, polled in the built-in way", () => {
    expect(model?.operations).toMatchObject([
      {
        id: "forward_backward",
        resource: [],
        name: "forwardBackward",
        flatName: "forwardBackward",
        kind: "future",
        auth: ["default"],
        retry: ["default"],
        parameters: [{ name: "model_id", wire: "model_id", in: "path", required: true, type: { kind: "string" } }],
        path: [
          { kind: "text", text: "/v1/models/" },
          { kind: "parameter", name: "model_id", style: "simple" },
          { kind: "text", text: "/forward_backward" },
        ],
        body: { placement: "body", required: false, type: { kind: "any" }, contentType: "application/json" },
        poll: { operation: undefined, input: [], pending: [], failed: [], interval: { kind: "constant", value: 1000 } },
        result: { kind: "any" },
        telemetry: true,
        server: false,
      },
    ])
  })
})

describe("the manifest of the Tinker service", () => {
  const { model, errors, warnings } = loadManifest(tinker, "manifest.pristine.json")
  const operations = new Map(model?.operations.map((operation) => [operation.id, operation]))

  it("loads without a word", () => {
    expect([errors, warnings]).toEqual([undefined, []])
    expect([model?.operations.length, model?.types.size, model?.resources.size]).toEqual([40, 73, 10])
  })

  it("names operations after what they do", () => {
    const names = [...operations.values()].map(({ id, resource, name }) => `${id} ${[...resource, name].join(".")}`)
    expect(names).toEqual(expect.arrayContaining(expectedNames))
  })

  it("polls with the polled endpoint's keys under the operation's own", () => {
    expect(operations.get("forward_backward")?.poll).toMatchObject({
      operation: "retrieve_future",
      input: [{ name: "request_id", value: { expression: { kind: "response.body", path: ["request_id"] } } }],
      pending: [{ kind: "ref", name: "TryAgain" }],
      failed: [{ kind: "ref", name: "RequestFailed" }],
      interval: { kind: "expression", default: 100 },
    })
    expect(operations.get("forward_backward")?.poll?.headers.map(({ name }) => name)).toEqual([
      "X-Tinker-Request-Iteration",
      "X-Tinker-Create-Promise-Roundtrip-Time",
      "X-Stainless-Raw-Response",
      "X-Tinker-Request-Type",
    ])
  })

  it("leaves out of a result what polling consumes", () => {
    const { result, poll } = operations.get("export_session_trace") ?? {}
    expect(result).toMatchObject({ kind: "ref", name: "TraceReady" })
    expect(poll).toMatchObject({ operation: "export_session_trace", interval: { value: 5000 } })
  })

  it("reads a redirect as data", () => {
    expect(operations.get("get_checkpoint_archive")?.success).toMatchObject([
      { status: 302, media: [], build: [{ name: "url" }, { name: "expires" }] },
      { status: "2XX", media: [{ type: "application/json" }] },
    ])
  })

  it("accepts the media types of a codec and nothing else", () => {
    const { body, success } = operations.get("forward") ?? {}
    const codec = { module: "./proto/codecs.ts", name: "forwardBackwardOutput" }
    expect(success).toMatchObject([{ status: "2XX", media: [{ type: "application/x-protobuf", codec }] }])
    expect(body).toMatchObject({
      placement: "flat",
      contentType: "application/x-protobuf",
      codec: { module: "./proto/codecs.ts", name: "forwardBackward" },
      encodings: ["zstd"],
      constants: [{ name: "forward_only", value: { kind: "constant", value: true } }],
    })
  })

  it("keeps the deadline of a policy that another takes in", () => {
    expect(model?.policies.get("dispatch")?.rules).toMatchObject([
      { retryOn: [429], maxAttempts: "unlimited", backoff: "none" },
      { maxAttempts: "unlimited", baseMs: 1000, maxMs: 30000, jitter: [1, 1], retryAfter: false, maxElapsedMs: 300000 },
    ])
  })

  it("tells chunks apart by their fields where the discriminator is missing", () => {
    expect(model?.types.get("Chunk")).toMatchObject({ kind: "union", discriminator: "type", distinctFields: true })
    expect(model?.types.get("UsageEvent")).not.toHaveProperty("distinctFields")
  })

  it("finds the items of a page", () => {
    expect(operations.get("list_training_runs")?.page).toMatchObject({
      item: { kind: "ref", name: "TrainingRun" },
      offset: "offset",
      limit: "limit",
      total: { kind: "response.body", path: ["cursor", "total_count"] },
    })
  })

  it("takes a parameter's default from its named type", () => {
    const scope = operations.get("get_session")?.parameters.find(({ name }) => name === "access_scope")
    expect(scope).toMatchObject({ in: "query", required: false, default: { kind: "constant", value: "owned" } })
  })

  it("takes null for absence only where null is no value", () => {
    const legacy = model?.types.get("LegacySample")
    const params = legacy?.kind === "object" ? legacy.fields.find(({ name }) => name === "sampling_params") : undefined
    const fields = params?.type.kind === "object" ? params.type.fields : []
    expect(fields.map(({ name, omitNull }) => [name, omitNull])).toEqual([
      ["max_tokens", false],
      ["seed", false],
      ["stop", false],
      ["temperature", true],
      ["top_k", true],
      ["top_p", true],
    ])
  })
})

const expectedNames = [
  "health service.health",
  "create_session sessions.create",
  "session_heartbeat sessions.heartbeat",
  "create_sampling_session sessions.createSampling",
  "forward_backward training.forwardBackward",
  "retrieve_future futures.retrieve",
  "list_training_runs trainingRuns.list",
  "get_training_run trainingRuns.get",
  "list_training_run_checkpoints checkpoints.listTrainingRun",
  "list_checkpoints checkpoints.list",
  "set_checkpoint_ttl checkpoints.setTtl",
  "list_audit_entries audit.listEntries",
]

it.each<[file: string, text: string, want: readonly string[]]>([
  ["a.pristine.json", '{\n  "types": {\n    "Pet": "string" } }\n', ["3:5", "3:5", "2:3"]],
  ["a.pristine.yaml", "\ntypes:\n    Pet: string\n", ["3:5", "3:5", "2:1"]],
  ["broken.pristine.json", '{ "types":,\n', ["1:11", "1:11", "1:11"]],
])("says where the members of %s stand", (file, text, want) => {
  const { locate } = loadManifest(text, file)
  const at = (pointer: string) => `${locate(pointer).start.line}:${locate(pointer).start.column}`
  expect(["/types/Pet", "/types/Pet/fields/name", "/types"].map(at)).toEqual(want)
})

describe("YAML", () => {
  it.each([
    ["the seed", seed],
    ["the Tinker manifest", tinker],
  ])("says the same as JSON: %s", (_, text) => {
    const yaml = stringify(JSON.parse(text), { lineWidth: 0 })
    const places = { locate: expect.any(Function) as unknown }
    expect({ ...loadManifest(yaml, "a.pristine.yaml"), ...places }).toEqual({
      ...loadManifest(text, "a.pristine.json"),
      ...places,
    })
  })

  it("reads statuses as keys, anchors and comments", () => {
    const { model } = loadManifest(
      `name: x # the name
version: "1"
endpoints:
  a: &get { method: GET, path: /a, responses: { 404: Problem } }
  b: *get
types:
  Problem: any
`,
      "a.pristine.yaml",
    )
    const errors = [{ status: 404, type: { kind: "ref", name: "Problem" } }]
    expect(model?.operations).toMatchObject([
      { id: "a", errors },
      { id: "b", errors },
    ])
  })
})
