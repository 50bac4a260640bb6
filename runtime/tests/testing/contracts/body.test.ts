import { describe, expect } from "vitest"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { bytes } from "../../../src/adapters/serializer/bytes.ts"
import { codecReader, codecWriter } from "../../../src/adapters/serializer/media-codec.ts"
import { form } from "../../../src/adapters/serializer/form.ts"
import { json } from "../../../src/adapters/serializer/json.ts"
import { jsonDecimal } from "../../../src/adapters/serializer/json-decimal.ts"
import { jsonInt64 } from "../../../src/adapters/serializer/json-int64.ts"
import { text } from "../../../src/adapters/serializer/text.ts"
import { ExactNumber } from "../../../src/codec/exact-number.ts"
import type { BodyReader, BodyWriter } from "../../../src/ports/serializer.ts"
import {
  bodyReaderContract,
  bodyWriterContract,
  type BodyReaderSubject,
  type BodyWriterSubject,
} from "../../../src/testing/contracts/body-contract.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

const toBytes = (given: string) => new TextEncoder().encode(given)
const notUtf8 = new Uint8Array([0x22, 0xff, 0xfe, 0x22])
const values = [null, true, 0, -1.5, "", "größer", [], {}, [1, [2]], { a: { b: [null] }, ключ: "x" }]
const secret = "s3cret-s3cret-s3cret"

const hex = {
  encode: (value: unknown) => value as string,
  decode(body: Uint8Array) {
    const given = new TextDecoder().decode(body)
    if (!/^[\da-f]*$/.test(given)) throw new Error(`not hex: ${given}`)
    return given
  },
}

const writers: readonly (readonly [name: string, subject: BodyWriterSubject])[] = [
  ["json", { writer: json, reader: json, values }],
  ["jsonInt64", { writer: jsonInt64, reader: jsonInt64, values: [...values, { id: 9_007_199_254_740_993n }] }],
  [
    "jsonDecimal",
    {
      writer: jsonDecimal,
      reader: jsonDecimal,
      values: [...values, { price: new ExactNumber("19.90000000000000000001") }],
    },
  ],
  ["form", { writer: form, reader: form, values: [{}, { a: "1", b: "größer &=" }, { a: ["1", "2"] }] }],
  ["text", { writer: text, reader: text, values: ["", "größer", "a\nb"] }],
  ["bytes", { writer: bytes, reader: bytes, values: [new Uint8Array(), new Uint8Array([0, 255, 1])] }],
  ["multipart", { writer: multipart, values: [{ a: "1" }, { a: ["1", "2"], file: new Uint8Array([1, 2]) }] }],
  ["codec", { writer: codecWriter("text/hex", hex), reader: codecReader("text/hex", hex), values: ["", "00ff"] }],
]
for (const [name, subject] of writers) runContract(`Q writer ${name}`, bodyWriterContract, () => subject)

const readers: readonly (readonly [name: string, subject: BodyReaderSubject])[] = [
  [
    "json",
    {
      reader: json,
      samples: [
        [toBytes('{"a":[1,"ö"]}'), { a: [1, "ö"] }],
        [toBytes(" null "), null],
        [toBytes(""), undefined],
      ],
      malformed: [toBytes(`{"token": "${secret}"`), toBytes(secret), notUtf8],
    },
  ],
  ["jsonInt64", { reader: jsonInt64, samples: [[toBytes("[1]"), [1]]], malformed: [toBytes(`"${secret}`), notUtf8] }],
  [
    "jsonDecimal",
    {
      reader: jsonDecimal,
      samples: [[toBytes("[0.50, 0.10000000000000000001]"), [0.5, new ExactNumber("0.10000000000000000001")]]],
      malformed: [toBytes(`"${secret}`), notUtf8],
    },
  ],
  ["form", { reader: form, samples: [[toBytes("a=1&a=2&b=%C3%B6"), { a: ["1", "2"], b: "ö" }]], malformed: [notUtf8] }],
  ["text", { reader: text, samples: [[toBytes("größer"), "größer"]], malformed: [notUtf8] }],
  ["bytes", { reader: bytes, samples: [[notUtf8, notUtf8]], malformed: [] }],
  ["codec", { reader: codecReader("text/hex", hex), samples: [[toBytes("ff"), "ff"]], malformed: [toBytes(secret)] }],
]
for (const [name, subject] of readers) runContract(`Q reader ${name}`, bodyReaderContract, () => subject)

describe("Q the contract notices", () => {
  const stream = { contentType: "text/plain", write: () => new ReadableStream<Uint8Array>() }
  it.each<[name: string, writer: BodyWriter]>([
    ["a type that no header can hold", { ...json, contentType: "json\r\nx: y" }],
    ["a body that is gone once it was read", stream],
    ["a writer that keeps nothing", { ...json, write: () => "{}" }],
    [
      "a writer that changes the value",
      { ...json, write: (value) => JSON.stringify(Object.assign(value as object, { x: 1 })) },
    ],
  ])("in a writer %s", async (_, writer) => {
    const make = () => ({ writer, reader: json, values: [{ a: 1 }] })
    expect(await brokenPromises(bodyWriterContract, make)).not.toEqual([])
  })

  it.each<[name: string, reader: BodyReader]>([
    ["an error of another kind", { ...json, read: (body) => JSON.parse(new TextDecoder().decode(body)) as unknown }],
    ["the buffer behind the view", { ...json, read: (body) => json.read(new Uint8Array(body.buffer)) }],
    ["bytes that are written over", { ...json, read: (body) => ((value) => (body.fill(0), value))(json.read(body)) }],
  ])("in a reader %s", async (_, reader) => {
    const make = () => ({ reader, samples: [[toBytes("[1]"), [1]] as const], malformed: [toBytes(secret)] })
    expect(await brokenPromises(bodyReaderContract, make)).not.toEqual([])
  })
})
