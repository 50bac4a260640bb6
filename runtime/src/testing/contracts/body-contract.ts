import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import type { TransportBody } from "../../ports/transport.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { isSameData } from "./is-same-data.ts"

/** A writer, what it must be able to write, and who reads it back. */
export interface BodyWriterSubject {
  readonly writer: BodyWriter
  readonly values: readonly unknown[]
  /** Turns bytes into the value again; absent where nothing reads this type. */
  readonly reader?: BodyReader
}

/** A reader, what it reads, and what it must refuse. */
export interface BodyReaderSubject {
  readonly reader: BodyReader
  readonly samples: readonly (readonly [body: Uint8Array, value: unknown])[]
  /** Bodies that are not of this form; empty where every body is. */
  readonly malformed: readonly Uint8Array[]
}

/** `type/subtype` and parameters, RFC 9110, section 8.3. */
const mediaType = /^[!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w*-]+(?:\s*;\s*[^;]+)*$/

async function bytesOf(body: TransportBody | undefined): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array()
  claim(isReplayableBody(body), "a body must be a string, bytes or a Blob, or the call can never be retried")
  return new Uint8Array(await new Blob([body as BlobPart]).arrayBuffer())
}

/** What every `BodyWriter` promises. */
export const bodyWriterContract: readonly ContractCase<BodyWriterSubject>[] = [
  {
    name: "names a media type that a header can hold",
    async run(make) {
      const { writer } = await make()
      claim(mediaType.test((writer.begin?.() ?? writer).contentType), "contentType must be a media type")
    },
  },
  {
    name: "writes bodies that can be sent again, and read back",
    async run(make) {
      const { writer, values, reader } = await make()
      for (const value of values) {
        const bytes = await bytesOf(await (writer.begin?.() ?? writer).write(value))
        if (reader === undefined) continue
        claim(isSameData(reader.read(bytes), value), "what was written must be read back as it was")
      }
    },
  },
  {
    name: "writes the same value the same way",
    async run(make) {
      const { writer, values } = await make()
      for (const value of values) {
        const one = writer.begin?.() ?? writer
        const [first, second] = [await bytesOf(await one.write(value)), await bytesOf(await one.write(value))]
        claim(isSameData(first, second), "one writer must write a value alike each time")
      }
    },
  },
  {
    name: "leaves the value as it is",
    async run(make) {
      const { writer, values } = await make()
      for (const value of values) {
        const before = structuredClone(value)
        await (writer.begin?.() ?? writer).write(value)
        claim(isSameData(value, before), "the value must not be changed")
      }
    },
  },
]

/** What every `BodyReader` promises. */
export const bodyReaderContract: readonly ContractCase<BodyReaderSubject>[] = [
  {
    name: "names a media type that a header can hold",
    async run(make) {
      claim(mediaType.test((await make()).reader.accept), "accept must be a media type")
    },
  },
  {
    name: "reads its samples, each time alike",
    async run(make) {
      const { reader, samples } = await make()
      for (const [body, value] of samples) {
        claim(isSameData(reader.read(body), value), "a sample must be read as it is described")
        claim(isSameData(reader.read(body), value), "and the same again")
      }
    },
  },
  {
    name: "leaves the bytes as they are",
    async run(make) {
      const { reader, samples } = await make()
      for (const [body] of samples) {
        const before = body.slice()
        reader.read(body)
        claim(isSameData(body, before), "the bytes must not be changed")
      }
    },
  },
  {
    name: "reads what begins in the middle of a buffer",
    async run(make) {
      const { reader, samples } = await make()
      for (const [body, value] of samples) {
        const around = new Uint8Array(body.length + 20).fill(0x7b)
        around.set(body, 10)
        claim(isSameData(reader.read(around.subarray(10, 10 + body.length)), value), "the view alone must be read")
      }
    },
  },
  {
    name: "refuses what is not of its form, without quoting it",
    async run(make) {
      const { reader, malformed } = await make()
      for (const body of malformed) {
        let thrown: unknown
        try {
          reader.read(body)
        } catch (error) {
          thrown = error
        }
        claim(isPristineError(thrown, "decode"), "the error must be a PristineError with code decode")
        const text = new TextDecoder().decode(body)
        const quoted = text.length >= 8 && JSON.stringify(thrown).includes(text.slice(0, 8))
        claim(!quoted, "the error must not quote the body")
      }
    },
  },
]
