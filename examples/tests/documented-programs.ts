/** What surrounds the programs of the documentation, and what they print. */

/** The manifest that the pages' programs mean, under both of its names. */
export const manifest = {
  name: "docs",
  version: "1.0.0",
  base_url: { env: "DOCS_URL", default: "https://docs.example" },
  endpoints: {
    get_pet: {
      resource: "pets",
      method: "GET",
      path: "/pets/{petId}",
      parameters: { petId: "integer" },
      response: "Pet",
      responses: { "404": "NotFound" },
    },
    complete_chat: {
      resource: "chat",
      method: "POST",
      path: "/chat",
      request: { fields: { prompt: { type: "string", required: true } } },
      response: { fields: { text: { type: "string", required: true } } },
      streaming: true,
    },
    train: {
      resource: "models",
      method: "POST",
      path: "/train",
      request: { fields: { data: "string" } },
      async: true,
      response: "Pet",
    },
  },
  types: {
    Pet: {
      required: ["id", "name"],
      fields: { id: "integer", name: "string", limit: { type: "integer", default: 20 } },
    },
    NotFound: { required: ["message"], fields: { message: "string" } },
  },
}

/** The block that is the manifest of the programs on its page. */
export const petstorePage = "docs/manifest-json-1"

/** What programs import beside that: adapters of a reader's own. */
export const readersOwn = {
  "src/lines.ts": `import type { Framing } from "pristine-runtime"
import { ndjson } from "pristine-runtime/generated"
export const lines: Framing = ndjson\n`,
  "src/my-token-source.ts": `import type { TokenSource } from "pristine-runtime"
export const myTokenSource = (): TokenSource => ({
  async token(signal) {
    signal.throwIfAborted()
    return Promise.resolve({ value: "token" })
  },
})\n`,
}

const localService = `import { datum as makeDatum, ModelInput, ServiceClient } from "tinkex"
import { startLocalService } from "tinkex/local-service"
const local = await startLocalService({ seed: 1 })
const { url: baseUrl } = local
const service = new ServiceClient({ baseUrl })
const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 8, seed: 1 })
const data = [makeDatum(ModelInput.fromInts([1, 2, 3]), { target_tokens: [2, 3, 4], weights: [1, 1, 1] })]
`
/** The same, where the model's tokenizer is at hand and there is something to sample from. */
const withTokenizer = `import { byteTokenizer } from "tinkex/local-service"
${localService.replace("({ baseUrl })", '({ baseUrl, tokenizers: { overrides: { "local/tiny-bytes": byteTokenizer } } })')}
const sampling = await training.saveWeightsAndGetSamplingClient()
`
/** The same, where a run may be replaced by another. */
const replaceable = `${localService.replace("const training", "let training")}
const batch = (_: number) => data
const steps = 2
`
const closed = "await service.close()\nawait local.close()\n"

/** What stands before and behind a block that is a part of a program. */
export const preludes: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "README-ts-2": ['const input = { data: "text" }\n', "console.log(id, model)\n"],
  "examples/tinkex/README-js-1": [localService, `console.log(Object.keys(result.metrics).join())\n${closed}`],
  "examples/tinkex/README-js-2": [localService, `console.log(Object.keys(metrics).join())\n${closed}`],
  "examples/tinkex/README-js-3": [
    `${localService}const { path } = await training.saveWeightsForSampler("one")\n`,
    `console.log(folder)\n${closed}`,
  ],
  "examples/tinkex/README-js-4": [localService, closed],
  "examples/tinkex/README-js-5": [
    `${localService}const main = async () => console.log((await training.forward(data, "cross_entropy")).loss_fn_outputs.length)\n`,
    closed,
  ],
  "examples/tinkex/README-js-6": [localService, `console.log(supported_models.length > 0)\n${closed}`],
  "examples/tinkex/docs/losses-ts-1": [
    `import { datum } from "tinkex"\n${withTokenizer}const prompt = [...byteTokenizer.encode("one two")]\n`,
    closed,
  ],
  "examples/tinkex/docs/losses-ts-2": [localService, closed],
  "examples/tinkex/docs/recovery-ts-1": [replaceable, `await recovery.close()\n${closed}`],
  "examples/tinkex/docs/recovery-ts-2": [
    `import { RecoveryExecutor } from "tinkex/recovery"\n${localService}const recovery = new RecoveryExecutor(service)\n`,
    `leave()\nawait recovery.close()\n${closed}`,
  ],
  "examples/tinkex/docs/telemetry-ts-1": [`${localService}const evaluate = () => Promise.resolve()\n`, closed],
  "examples/tinkex/docs/telemetry-ts-2": ["", "await service.close()\n"],
  "examples/tinkex/docs/tokenizers-ts-1": [withTokenizer, closed],
  "examples/tinkex/docs/tokenizers-ts-2": [
    localService,
    `const own = await client.createLoraTrainingClient("local/tiny-bytes", { rank: 8 })
console.log((await own.getTokenizer()).encode("a").join())\nawait client.close()\n${closed}`,
  ],
}

/** What a program prints where it prints something; the others only have to end well. */
export const prints: Readonly<Record<string, RegExp>> = {
  "README-ts-2": /^job-1 \{ .*name: 'Rex'/,
  "docs/mocks-ts-1": /^Rex\n\d+\n$/,
  "docs/streaming-ts-1": /^Hello, world$/,
  "docs/streaming-ts-2": /pass [1-9]\d*\s[^]*fail 0\s/,
  "docs/ports-ts-4": /pass [1-9]\d*\s[^]*fail 0\s/,
  "docs/typescript-ts-2": /^no such pet\n$/,
  "examples/tinkex/README-js-1": /squares/,
  "examples/tinkex/README-js-2": /^\d+\.\d+ \d+\.\d+\n.*l2_weight_decay_grad_norm/,
  "examples/tinkex/README-js-3": /^(\d+) of \1 bytes\n.*_sampler_weights_one$/m,
  "examples/tinkex/README-js-5": /^1$/m,
  "examples/tinkex/README-js-6": /^true$/m,
  "examples/tinkex/docs/local-service-ts-2": /^0\n$/,
  "examples/tinkex/docs/losses-ts-1": /^-[\d.]+ 2\n$/,
  "examples/tinkex/docs/losses-ts-2": /^[\d.]+ -[\d.]+\n$/,
  "examples/tinkex/docs/telemetry-ts-1": /^2 0\n$/,
  "examples/tinkex/docs/telemetry-ts-2": /^undefined undefined\n$/,
  "examples/tinkex/docs/tokenizers-ts-1": /\n$/,
  "examples/tinkex/docs/tokenizers-ts-2": /^97\n$/,
}

const head = { name: "part", version: "1.0.0", base_url: "https://docs.example" }
const list = {
  method: "GET",
  path: "/pets",
  parameters: { from: "integer", size: "integer", page: "integer", after: "string" },
}
const pages = {
  fields: { pets: { type: "array", items: "any" }, last_page: "integer", next: "string", has_more: "boolean" },
}

type ManifestsOf = (code: string) => readonly object[]

/** Top-level keys without their braces. */
const sections: ManifestsOf = (code) => [{ ...head, endpoints: {}, ...(JSON.parse(`{${code}}`) as object) }]

/** Blocks that are parts of manifests, or settings: which manifests they make, all of which must be taken without a word. */
export const jsonBlocks: Readonly<Record<string, ManifestsOf>> = {
  [petstorePage]: (code) => [JSON.parse(code) as object],
  "docs/manifest-text-1": (code) =>
    code
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly items: string })
      .map((pagination) => {
        const response = pagination.items === "$response.body" ? { type: "array", items: "any" } : pages
        return { ...head, endpoints: { list: { ...list, response, pagination } } }
      }),
  "docs/manifest-json-2": sections,
  "docs/manifest-json-3": sections,
  "docs/manifest-json-4": sections,
  "docs/options-json-1": (code) => [{ ...head, endpoints: {}, ...(JSON.parse(code) as object) }],
  "docs/streaming-json-1": (code) => [
    { ...head, endpoints: { watch: { method: "GET", path: "/events", ...(JSON.parse(code) as object) } } },
  ],
  // The settings of the programs, and the package.json of one of them.
  "docs/typescript-json-1": () => [],
  "docs/typescript-json-2": () => [],
}
