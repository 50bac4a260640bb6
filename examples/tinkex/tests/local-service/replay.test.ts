import { fromBinary, toJson } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import { ForwardBackwardOutputSchema, SampleResponseSchema } from "../../src/proto/gen/tinker_pb.ts"
import { startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { readTrace, type Exchange } from "../trace.ts"

/** Headers that the client writes itself. */
const ownHeaders = new Set(["host", "connection", "content-length", "accept-encoding"])
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** Differences in the answers' shapes that are meant. */
const meant: Readonly<Record<string, string>> = {
  "python-wire-trace-sdk-0.15.jsonl:27 + topk_prompt_logprobs":
    "the recorded service left the ranked tokens out of JSON results; here they are there when asked for",
}

/** The kinds of all values in an answer by their path; lists are described by their first element. */
function shapeOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : shapeOf(value[0], `${path}[]`)
  if (typeof value !== "object" || value === null) return [`${path}: ${value === null ? "null" : typeof value}`]
  return Object.entries(value).flatMap(([key, member]) => shapeOf(member, `${path}.${key}`))
}

/** Blobs as their length, numbers as numbers: what two services have in common that train different models. */
function messageShape(kind: string, bytes: Uint8Array): unknown {
  const schema = kind === "Sample" ? SampleResponseSchema : ForwardBackwardOutputSchema
  const message = toJson(schema, fromBinary(schema as typeof SampleResponseSchema, bytes) as never)
  return JSON.parse(
    JSON.stringify(message, (key, value: unknown) => {
      if (["logprobs", "tokens", "data", "promptLogprobs", "tokenIds"].includes(key) && typeof value === "string")
        return Buffer.from(value, "base64").length
      if (key === "metrics") return Object.keys(value as object).sort()
      if (typeof value === "string" && value.includes(":")) return value.split(":").at(-1)
      return value
    }),
  )
}

describe.each(["python-wire-trace.jsonl", "python-wire-trace-sdk-0.15.jsonl"])("replaying %s", (name) => {
  it("answers every recorded request in the recorded shape", async () => {
    const service = await startLocalService({ seed: 1 })
    const ours = new Map<string, string>()
    const rename = (text: string): string => text.replace(uuid, (id) => ours.get(id) ?? id)
    try {
      for (const recorded of readTrace(name)) {
        const at = `${name}:${recorded.n} ${recorded.method} ${recorded.raw_path}`
        const headers = recorded.request_headers.filter(([header]) => !ownHeaders.has(header.toLowerCase()))
        const response = await fetch(service.url + rename(recorded.raw_path), {
          method: recorded.method,
          headers: headers.map(([key, value]): [string, string] => [key, value]),
          ...bodyOf(recorded, rename),
        })
        expect(response.status, at).toBe(recorded.response_status)
        expect(response.headers.get("content-type"), at).toBe(recorded.response_headers["Content-Type"])
        const bytes = new Uint8Array(await response.arrayBuffer())
        if (recorded.response_body_json === undefined) {
          const kind = headers.find(([header]) => header === "X-Tinker-Request-Type")?.[1] ?? ""
          const expected = Buffer.from(recorded.response_body_base64 ?? "", "base64")
          expect(messageShape(kind, bytes), at).toEqual(messageShape(kind, expected))
          continue
        }
        const answer = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>
        learnIds(recorded.response_body_json, answer, ours)
        const shape = new Set(shapeOf(answer))
        const expected = new Set(shapeOf(JSON.parse(rename(JSON.stringify(recorded.response_body_json)))))
        const extra = [...shape].filter((line) => !expected.has(line))
        expect(
          [...expected].filter((line) => !shape.has(line)),
          at,
        ).toEqual([])
        expect(
          extra.filter((line) => !isMeant(name, recorded.n, line)),
          at,
        ).toEqual([])
        for (const key of ["session_id", "model_id", "sampling_session_id", "path", "type", "base_model", "lora_rank"])
          if (key in recorded.response_body_json)
            expect(answer[key], `${at} ${key}`).toEqual(renamed(recorded.response_body_json[key], rename))
      }
    } finally {
      await service.close()
    }
    expect(ours.size).toBeGreaterThan(10)
  })
})

function bodyOf(recorded: Exchange, rename: (text: string) => string): { body?: BodyInit } {
  if (recorded.request_body_raw !== undefined) return { body: rename(recorded.request_body_raw) }
  if (recorded.request_body_base64 === undefined) return {}
  // Equal lengths, so the ids may be swapped inside the encoded message.
  const text = Buffer.from(recorded.request_body_base64, "base64").toString("latin1")
  return { body: new Uint8Array(Buffer.from(rename(text), "latin1")) }
}

/** Notes which of our ids stands for which recorded one. */
function learnIds(recorded: unknown, answer: unknown, ours: Map<string, string>): void {
  const theirIds = JSON.stringify(recorded).match(uuid) ?? []
  const ourIds = JSON.stringify(answer).match(uuid) ?? []
  for (const [index, id] of theirIds.entries()) ours.set(id, ours.get(id) ?? ourIds[index] ?? id)
}

function renamed(value: unknown, rename: (text: string) => string): unknown {
  return typeof value === "string" ? rename(value) : value
}

function isMeant(name: string, n: number, line: string): boolean {
  return Object.keys(meant).some((key) => {
    const [place, field] = key.split(" + ")
    return place === `${name}:${n}` && line.startsWith(`.${field ?? ""}`)
  })
}
