/** What an event of a vector looks like; absent members are absent. */
export interface WantedEvent {
  readonly data: string
  readonly event?: string
  readonly id?: string
}

export type Vector = readonly [name: string, text: string | Uint8Array, want: readonly WantedEvent[]]

const nul = "\0"
const bom = "\ufeff"
const raw = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])))

/**
 * 62 bodies and the events that the algorithm of the standard makes of them.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export const vectors: readonly Vector[] = [
  ["nothing", "", []],
  ["one event", "data: a\n\n", [{ data: "a" }]],
  ["two events", "data: a\n\ndata: b\n\n", [{ data: "a" }, { data: "b" }]],
  ["several lines of data", "data: a\ndata: b\ndata\n\n", [{ data: "a\nb\n" }]],
  ["data without a colon", "data\n\n", [{ data: "" }]],
  ["data with an empty value", "data:\n\n", [{ data: "" }]],
  ["data that is one space", "data: \n\n", [{ data: "" }]],
  ["two empty lines of data", "data\ndata\n\n", [{ data: "\n" }]],
  ["one space is dropped, the next stays", "data:  a\n\n", [{ data: " a" }]],
  ["no space is needed", "data:a\n\n", [{ data: "a" }]],
  ["a space at the end stays", "data: a \n\n", [{ data: "a " }]],
  ["a tab is kept", "data:\ta\n\n", [{ data: "\ta" }]],
  ["colons within the value", "data: a:b: c\n\n", [{ data: "a:b: c" }]],
  ["a value that begins with a colon", "data::a\n\n", [{ data: ":a" }]],
  ["a value that looks like a field", "data: data: a\n\n", [{ data: "data: a" }]],
  ["a type", "event: add\ndata: a\n\n", [{ data: "a", event: "add" }]],
  ["a type after the data", "data: a\nevent: add\n\n", [{ data: "a", event: "add" }]],
  ["the last type counts", "event: a\nevent: b\ndata: x\n\n", [{ data: "x", event: "b" }]],
  ["an empty type takes one back", "event: a\nevent\ndata: x\n\n", [{ data: "x" }]],
  ["a type is of one event", "event: a\ndata: x\n\ndata: y\n\n", [{ data: "x", event: "a" }, { data: "y" }]],
  ["a type without data is forgotten", "event: a\n\ndata: y\n\n", [{ data: "y" }]],
  ["an event of type error is data", "event: error\ndata: {}\n\n", [{ data: "{}", event: "error" }]],
  [
    "an id stays",
    "id: 1\ndata: a\n\ndata: b\n\n",
    [
      { data: "a", id: "1" },
      { data: "b", id: "1" },
    ],
  ],
  ["the last id of an event counts", "id: 1\nid: 2\ndata: a\n\n", [{ data: "a", id: "2" }]],
  ["an id without data counts too", "id: 1\n\ndata: b\n\n", [{ data: "b", id: "1" }]],
  [
    "an id with NUL is ignored",
    `id: 1\ndata: a\n\nid: 2${nul}3\ndata: b\n\n`,
    [
      { data: "a", id: "1" },
      { data: "b", id: "1" },
    ],
  ],
  ["an empty id takes one back", "id: 1\ndata: a\n\nid\ndata: b\n\n", [{ data: "a", id: "1" }, { data: "b" }]],
  ["an id that is no number", "id: ü-7 /x\ndata: a\n\n", [{ data: "a", id: "ü-7 /x" }]],
  ["retry is no part of an event", "retry: 1\ndata: a\n\n", [{ data: "a" }]],
  ["retry without digits", "retry: 1x\ndata: a\n\n", [{ data: "a" }]],
  ["a comment", ": hello\ndata: a\n\n", [{ data: "a" }]],
  ["an empty comment within an event", "data: a\n:\ndata: b\n\n", [{ data: "a\nb" }]],
  ["a comment that looks like data", ":data: no\n\n", []],
  ["a comment is no event", ": hello\n\n", []],
  ["an unknown field", "foo: x\ndata: a\n\n", [{ data: "a" }]],
  ["an unknown field without a colon", "foo\ndata: a\n\n", [{ data: "a" }]],
  ["a field name that goes on", "datax: y\nevents: z\nids: w\ndata: a\n\n", [{ data: "a" }]],
  ["a field name that stops short", "dat: y\neven: z\ni: w\ndata: a\n\n", [{ data: "a" }]],
  ["a field name in capitals", "DATA: z\nData: w\ndata: a\n\n", [{ data: "a" }]],
  ["a space before the name", " data: w\ndata: a\n\n", [{ data: "a" }]],
  ["a space after the name", "data : w\ndata: a\n\n", [{ data: "a" }]],
  ["a name with NUL", `data${nul}: x\ndata: a\n\n`, [{ data: "a" }]],
  ["data with NUL", `data: a${nul}b\n\n`, [{ data: `a${nul}b` }]],
  ["ends of CR", "data: a\r\rdata: b\r\r", [{ data: "a" }, { data: "b" }]],
  ["ends of CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", [{ data: "a" }, { data: "b" }]],
  ["ends of all kinds", "data: a\r\n\rdata: b\n\r\ndata: c\r\n\n", [{ data: "a" }, { data: "b" }, { data: "c" }]],
  ["LF and CR are two ends", "data: a\n\rdata: b\n\r", [{ data: "a" }, { data: "b" }]],
  ["many empty lines", "\n\r\n\r\rdata: a\n\n\n\n", [{ data: "a" }]],
  ["a byte order mark at the start", `${bom}data: a\n\n`, [{ data: "a" }]],
  ["two of them: the second is text", `${bom}${bom}data: a\n\ndata: b\n\n`, [{ data: "b" }]],
  ["one at a later line is text", `data: a\n\n${bom}data: b\n\n`, [{ data: "a" }]],
  ["one within data stays", `data: ${bom}a\n\n`, [{ data: `${bom}a` }]],
  ["a body of a byte order mark", bom, []],
  ["an unfinished event is dropped", "data: a\n\ndata: b\n", [{ data: "a" }]],
  ["an unfinished line is dropped", "data: a\n\ndata: b", [{ data: "a" }]],
  ["an unfinished end of an event", "data: a\r", []],
  ["several bytes a character", "data: é€😀\n\n", [{ data: "é€😀" }]],
  ["line separators of other kinds are text", "data: a\u2028b\u0085c\u000bd\n\n", [{ data: "a\u2028b\u0085c\u000bd" }]],
  ["a byte that is no UTF-8", raw("data: a", 0xff, "b\n\n"), [{ data: "a\ufffdb" }]],
  ["a character that was cut off", raw("data: a", 0xf0, 0x9f, 0x98, "\n\n"), [{ data: "a\ufffd" }]],
  [
    "an overlong form and a surrogate",
    raw("data: ", 0xc0, 0xaf, 0xed, 0xa0, 0x80, "\n\n"),
    [{ data: "\ufffd".repeat(5) }],
  ],
  ["a stray byte in a name", raw("da", 0x80, "ta: x\ndata: a\n\n"), [{ data: "a" }]],
]
