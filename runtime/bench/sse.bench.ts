/**
 * How fast `text/event-stream` is decoded, beside eventsource-parser 4 in the same run.
 *
 * Method: every shape is decoded from bytes to events by both sides in turn, ours and theirs first alternately, 3 rounds to
 * warm up and 15 that count. Both get the same pieces and do the same work: bytes to text, text to events (data, type, id),
 * each event counted and its data's length summed. Theirs is fed by a streaming `TextDecoder`, as its documentation shows;
 * ours is `Utf8Pieces` and `createSseParser`, as the `sse` framing uses them. JSON is parsed by neither. After each round the
 * counts must be those of the shape, or the run fails. A ratio is ours / theirs of one round: below 1 we are faster.
 * Times are wall-clock milliseconds of this process; between machines only ratios compare.
 *
 * Run with `npm run bench -w runtime`.
 */
import { createParser } from "eventsource-parser"
import { createSseParser } from "../src/adapters/streaming/sse-parser.ts"
import { Utf8Pieces } from "../src/adapters/streaming/utf8-pieces.ts"
import { shapes, type Shape } from "./sse-shapes.ts"

const warmUps = 3
const rounds = 15

/** Events and characters found. */
type Found = readonly [events: number, characters: number]

function ours(pieces: Shape["pieces"]): Found {
  const decoder = new Utf8Pieces()
  const parser = createSseParser()
  let events = 0
  let characters = 0
  for (const piece of pieces) {
    parser.push(decoder.decode(piece))
    for (let event = parser.next(); event !== undefined; event = parser.next()) {
      events += 1
      characters += event.data.length
    }
  }
  return [events, characters]
}

function theirs(pieces: Shape["pieces"]): Found {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
  let events = 0
  let characters = 0
  const parser = createParser({
    onEvent: ({ data }) => {
      events += 1
      characters += data.length
    },
  })
  for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }))
  return [events, characters]
}

function time(decode: (pieces: Shape["pieces"]) => Found, { name, pieces, events, characters }: Shape): number {
  const start = performance.now()
  const found = decode(pieces)
  const elapsed = performance.now() - start
  if (found[0] !== events || found[1] !== characters) {
    throw new Error(`${name}: ${decode.name} found ${found.join(" events, ")}, not ${events} events, ${characters}`)
  }
  return elapsed
}

function measure(shape: Shape): { readonly ours: number[]; readonly theirs: number[] } {
  const times = { ours: [] as number[], theirs: [] as number[] }
  for (let round = -warmUps; round < rounds; round++) {
    const first = round % 2 === 0
    const before = first ? time(ours, shape) : time(theirs, shape)
    const after = first ? time(theirs, shape) : time(ours, shape)
    if (round < 0) continue
    times.ours.push(first ? before : after)
    times.theirs.push(first ? after : before)
  }
  return times
}

/** Least, median and most. */
function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)]
    .map((value) => (value ?? 0).toFixed(digits).padStart(7))
    .join(" ")
}

console.log(`Node ${process.versions.node}; ${rounds} rounds; min, median, max`)
console.log(`${"".padEnd(40)}${"ours, ms".padStart(24)}${"theirs, ms".padStart(25)}${"ours / theirs".padStart(25)}`)
for (const shape of shapes) {
  const times = measure(shape)
  const ratios = times.ours.map((value, index) => value / (times.theirs[index] ?? NaN))
  console.log(`${shape.name.padEnd(40)} ${spread(times.ours, 2)}  ${spread(times.theirs, 2)}  ${spread(ratios, 2)}`)
}
