/** A body that decoders are measured with, as the pieces that a socket would give. */
export interface Shape {
  readonly name: string
  readonly pieces: readonly Uint8Array[]
  /** Events in it, and characters of their data. */
  readonly events: number
  readonly characters: number
}

/** One event of a chat service: about 170 characters of JSON. */
const token = JSON.stringify({
  id: "chatcmpl-6f0a1b",
  object: "chat.completion.chunk",
  created: 1_764_000_000,
  model: "m-1",
  choices: [{ index: 0, delta: { content: " hello" }, finish_reason: null }],
})

const wide = JSON.stringify({ delta: "naïve 日本語 😀 мир" })

/** What services send, and what they could send to make a decoder slow. */
export const shapes: readonly Shape[] = [
  shape("one event of 8 MB in pieces of 1 KB", ["x".repeat(8_388_608)], plain("\n"), 1_024),
  shape("0.2 MB byte by byte", repeat("y".repeat(100), 1_850), plain("\n"), 1),
  shape("many small events", repeat(token, 40_000), plain("\n"), 16_384),
  shape("many small events, one a piece", repeat(token, 20_000), plain("\n"), token.length + 8),
  shape("events with type and id", repeat(token, 30_000), named, 16_384),
  shape("CR only", repeat(token, 40_000), plain("\r"), 16_384),
  shape("CRLF", repeat(token, 40_000), plain("\r\n"), 16_384),
  shape("text beyond ASCII", repeat(wide, 40_000), plain("\n"), 16_384),
  shape("one event of 200,000 lines", ["a\n".repeat(200_000)], lines, 16_384),
  shape("8 MB of short comments", ["a"], flood(`:${"c".repeat(100)}\n`, 83_000), 16_384),
  shape("a comment of 8 MB", ["a"], flood(`:${"c".repeat(8_388_608)}\n`, 1), 1_024),
]

type Write = (data: string) => string

function plain(end: string): Write {
  return (data) => `data: ${data}${end}${end}`
}

function named(data: string): string {
  return `event: delta\nid: 17\ndata: ${data}\n\n`
}

function lines(data: string): string {
  return `${data
    .split("\n")
    .map((line) => `data: ${line}\n`)
    .join("")}\n`
}

function flood(comment: string, count: number): Write {
  return (data) => `${comment.repeat(count)}data: ${data}\n\n`
}

function repeat(data: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => data)
}

function shape(name: string, data: readonly string[], write: Write, size: number): Shape {
  const bytes = new TextEncoder().encode(data.map(write).join(""))
  // Copies: a socket's pieces share no buffer.
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  )
  const characters = data.reduce((sum, { length }) => sum + length, 0)
  return { name, pieces, events: data.length, characters }
}
