import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** What a request of a hub is answered with; `undefined`: 404. */
export type HubAnswer =
  | {
      readonly status?: number
      readonly location?: string
      /** Seconds. */
      readonly retryAfter?: number
      readonly body?: string
    }
  | undefined

export interface FakeHub extends AsyncDisposable {
  readonly url: string
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[]
}

/** A hub on the loopback, of which each file is a function of how often it was asked for. */
export async function startHub(files: Readonly<Record<string, (nth: number) => HubAnswer>>): Promise<FakeHub> {
  const requests: { path: string; authorization: string | undefined }[] = []
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const path = incoming.url ?? ""
    const nth = requests.filter((one) => one.path === path).length
    requests.push({ path, authorization: incoming.headers.authorization })
    const answer = files[path]?.(nth)
    const { status = answer ? 200 : 404, location, retryAfter, body = "" } = answer ?? {}
    response.writeHead(status, {
      ...(location !== undefined && { location }),
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
      "content-length": Buffer.byteLength(body),
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A tokenizer of seven tokens: `<s>` begins a text, `<end>` is special too, `ab` is a merge. */
export const smallTokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: ["<s>", "<end>"].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: null,
  post_processor: {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    pair: [{ Sequence: { id: "A", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }],
    special_tokens: { "<s>": { id: "<s>", ids: [0], tokens: ["<s>"] } },
  },
  decoder: { type: "Fuse" },
  model: {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    vocab: { "<s>": 0, "<end>": 1, a: 2, b: 3, c: 4, ab: 5 },
    merges: [["a", "b"]],
  },
}

export const smallConfig = { tokenizer_class: "PreTrainedTokenizerFast", clean_up_tokenization_spaces: false }

const base64 = (text: string): string => Buffer.from(text).toString("base64")

/** Ranks of a table in Kimi's form: the six tokens of "Say hi", by the bytes. */
export const smallRanks = ["S", "a", "y", " ", "h", "i", "Sa", "Say", " h"]
  .map((token, rank) => `${base64(token)} ${rank}`)
  .join("\n")

export const smallRanksConfig = { added_tokens_decoder: { "9": { content: "<|bos|>" } } }
