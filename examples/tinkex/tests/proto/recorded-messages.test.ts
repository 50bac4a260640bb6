import { fromBinary } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import {
  ForwardBackwardOutputSchema,
  ForwardBackwardRequestSchema,
  SampleResponseSchema,
} from "../../src/proto/gen/tinker_pb.ts"
import { bytesOf } from "../golden.ts"
import { it } from "../test.ts"
import { readTrace } from "../trace.ts"

const trace = readTrace("python-wire-trace.jsonl")

/** A message as the recording writes it: names of the protocol, bytes as base64, and nothing that is as by default. */
function written(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value)
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64"), len: value.length }
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (isDefault(name, member)) return []
      return isChoice(member) ? [[snake(member.case), written(member.value)]] : [[snake(name), written(member)]]
    }),
  )
}

function isDefault(name: string, value: unknown): boolean {
  if (name.startsWith("$")) return true
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0
  if (typeof value === "object" && value !== null) {
    return Object.keys(value).length === 0 || ("case" in value && value.case === undefined)
  }
  return !value
}

function isChoice(value: unknown): value is { readonly case: string; readonly value: unknown } {
  return typeof value === "object" && value !== null && "case" in value
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

describe("a recorded message means here what it means to the official SDK", () => {
  it.each(
    trace.filter((exchange) => exchange.request_body_proto).map((exchange) => [`${exchange.n}`, exchange] as const),
  )("request %s", (_, { request_body_base64 = "", request_body_proto: expected }) => {
    expect(written(fromBinary(ForwardBackwardRequestSchema, bytesOf(request_body_base64)))).toEqual(expected)
  })

  it.each(
    trace.filter((exchange) => exchange.response_body_proto).map((exchange) => [`${exchange.n}`, exchange] as const),
  )("answer %s", (_, { response_body_base64 = "", response_body_proto: expected }) => {
    const bytes = bytesOf(response_body_base64)
    const message =
      expected && "sequences" in expected
        ? fromBinary(SampleResponseSchema, bytes)
        : fromBinary(ForwardBackwardOutputSchema, bytes)
    expect(written(message)).toEqual(expected)
  })
})
