import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"

/** A body as the pieces it arrives in. */
export type Pieces = readonly Uint8Array[]

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Cuts at these places, in any order, empty pieces included. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Pieces {
  const ends = [...places].sort((a, b) => a - b)
  return [...ends, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end))
}

/** Pieces of one size. */
export function cutEvery(bytes: Uint8Array, size: number): Pieces {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}

/** The ways of cutting that every vector goes through: whole, byte by byte, each way in two, 200 at random. */
export const cuttings: readonly (readonly [name: string, cut: (bytes: Uint8Array) => Iterable<Pieces>])[] = [
  ["whole", (bytes) => [[bytes]]],
  ["byte by byte", (bytes) => [cutEvery(bytes, 1)]],
  ["in two, anywhere", (bytes) => Array.from({ length: bytes.length + 1 }, (_, at) => cutAt(bytes, [at]))],
  ["200 times at random", randomCuts],
]

function* randomCuts(bytes: Uint8Array): Generator<Pieces> {
  const random = seededRandom(59)
  for (let run = 0; run < 200; run++) {
    const places = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
      Math.floor(random() * (bytes.length + 1)),
    )
    yield cutAt(bytes, places)
  }
}
