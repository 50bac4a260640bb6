import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { FrameReader, Framing, FramingOptions } from "../../ports/framing.ts"
import { seededRandom } from "../../adapters/random/seeded-random.ts"
import type { ContractCase } from "./contract-case.ts"

/** A framing and bodies of its form. */
export interface FramingSubject {
  readonly framing: Framing
  /** Bodies and the data of the events in them; at least one with two events. */
  readonly bodies: readonly { readonly bytes: Uint8Array; readonly data: readonly unknown[] }[]
  /** A body without a first event, because that is malformed. It holds the text `hunter2`. Absent: nothing is malformed. */
  readonly malformed?: Uint8Array
  /** A body whose first event is longer than 1,000 characters. Absent: events have no length. */
  readonly long?: Uint8Array
  /** What is compared where data depends on how a body is cut. Default: the data itself. */
  readonly join?: (data: readonly unknown[]) => unknown
}

const unlimited: FramingOptions = { maxLineLength: Infinity, maxEventLength: Infinity, maxBufferedLength: Infinity }

/** What the `Framing` port promises. */
export const framingContract: readonly ContractCase<FramingSubject>[] = [
  {
    name: "names a media type",
    run: async (make) => {
      const { accept } = (await make()).framing
      assert(/^[\w.+-]+\/[\w.+*-]+/.test(accept), "`accept` is no media type")
    },
  },
  eachBody("gives the events of a whole body", (bytes) => [[bytes]]),
  eachBody("gives the same byte by byte", (bytes) => [cut(bytes, [...bytes.keys()])]),
  eachBody("gives the same however a body is cut", function* (bytes) {
    const random = seededRandom(1)
    for (let run = 0; run < 50; run++) {
      const places = Array.from({ length: 8 }, () => Math.floor(random() * (bytes.length + 1)))
      yield cut(
        bytes,
        places.sort((a, b) => a - b),
      )
    }
  }),
  eachBody("is not moved by empty pieces", (bytes) => [[new Uint8Array(), bytes, new Uint8Array()]]),
  {
    name: "leaves the bytes as they are",
    run: async (make) => {
      for (const { framing, bytes } of await bodiesOf(make)) {
        const copy = bytes.slice()
        read(framing.open(unlimited), [bytes])
        assert(isEqual([...bytes], [...copy]), "the bytes were changed")
      }
    },
  },
  {
    name: "keeps bodies apart",
    run: async (make) => {
      for (const { framing, bytes, data, join } of await bodiesOf(make)) {
        const half = Math.floor(bytes.length / 2)
        const [first, second] = [framing.open(unlimited), framing.open(unlimited)]
        const found = [collect(first, bytes.subarray(0, half)), collect(second, bytes.subarray(0, half))]
        found[1]?.push(...collect(second, bytes.subarray(half)), ...finish(second))
        found[0]?.push(...collect(first, bytes.subarray(half)), ...finish(first))
        for (const one of found) assertSame(join(one), join(data))
      }
    },
  },
  {
    name: "says `undefined` again while nothing more has come",
    run: async (make) => {
      for (const { framing, bytes } of await bodiesOf(make)) {
        const reader = framing.open(unlimited)
        assert(reader.next() === undefined, "an event came out of nothing")
        collect(reader, bytes)
        assert(reader.next() === undefined && reader.next() === undefined, "an event came out of nothing")
      }
    },
  },
  {
    name: "makes no event of an empty body",
    run: async (make) => {
      const { framing } = await make()
      assertSame(finish(framing.open(unlimited)), [])
    },
  },
  {
    name: "refuses what is malformed without quoting it",
    run: async (make) => {
      const { framing, malformed } = await make()
      if (malformed === undefined) return
      const error = thrown(() => read(framing.open(unlimited), [malformed]))
      assert(isPristineError(error, "decode"), "the error is no PristineError of code `decode`")
      const said = [String(error), error.stack, JSON.stringify(error), String(error.cause)].join()
      assert(!said.includes("hunter2"), "the error quotes the payload")
    },
  },
  {
    name: "refuses what is too long, also before its end",
    run: async (make) => {
      const { framing, long } = await make()
      if (long === undefined) return
      const limits = { maxLineLength: 500, maxEventLength: 500, maxBufferedLength: 500 }
      for (const bytes of [long, long.subarray(0, 900)]) {
        const error = thrown(() => collect(framing.open(limits), bytes))
        assert(isPristineError(error, "limit"), "the error is no PristineError of code `limit`")
      }
    },
  },
]

interface Body {
  readonly framing: Framing
  readonly bytes: Uint8Array
  readonly data: readonly unknown[]
  readonly join: (data: readonly unknown[]) => unknown
}

async function bodiesOf(make: () => FramingSubject | Promise<FramingSubject>): Promise<readonly Body[]> {
  const { framing, bodies, join = (data: readonly unknown[]): unknown => data } = await make()
  assert(
    bodies.some(({ data }) => data.length > 1),
    "the subject has no body of two events",
  )
  return bodies.map(({ bytes, data }) => ({ framing, bytes, data, join }))
}

function eachBody(
  name: string,
  ways: (bytes: Uint8Array) => Iterable<readonly Uint8Array[]>,
): ContractCase<FramingSubject> {
  return {
    name,
    run: async (make) => {
      for (const { framing, bytes, data, join } of await bodiesOf(make)) {
        for (const pieces of ways(bytes)) assertSame(join(read(framing.open(unlimited), pieces)), join(data))
      }
    },
  }
}

function read(reader: FrameReader, pieces: readonly Uint8Array[]): unknown[] {
  return [...pieces.flatMap((piece) => collect(reader, piece)), ...finish(reader)]
}

function collect(reader: FrameReader, bytes: Uint8Array): unknown[] {
  if (!reader.done) reader.push(bytes)
  return drain(reader)
}

function finish(reader: FrameReader): unknown[] {
  reader.end()
  return drain(reader)
}

function drain(reader: FrameReader): unknown[] {
  const data: unknown[] = []
  for (let event = reader.next(); event !== undefined; event = reader.next()) data.push(event.data)
  return data
}

function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  return [...places, bytes.length].map((end, index) => bytes.subarray(places[index - 1] ?? 0, end))
}

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message)
}

function assertSame(found: unknown, wanted: unknown): void {
  assert(isEqual(found, wanted), `found ${show(found)} where ${show(wanted)} was wanted`)
}

function isEqual(one: unknown, other: unknown): boolean {
  return show(one) === show(other)
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (inner instanceof Uint8Array ? [...inner] : inner))
}
