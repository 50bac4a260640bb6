import type { Socket } from "node:net"
import { answer, trickle, type Fault, type SeenRequest } from "./fault-server.ts"

/** What a call must come to. */
export type Outcome =
  /** The answer arrives whole. */
  | "whole"
  /** No connection: nothing was sent. */
  | "unsent"
  /** No connection, and none to be had by trying again. */
  | "refused for good"
  /** The connection broke before the answer. */
  | "broken"
  /** The connection broke within the answer. */
  | "cut"
  /** No answer in time. */
  | "silent"
  /** The answer stopped for too long. */
  | "stuck"
  /** The answer goes on for ever. */
  | "endless"

export interface FaultRow {
  readonly name: string
  /** `undefined`: a place where nobody listens. */
  readonly fault: Fault | undefined
  /** Asked for by `https`. */
  readonly tls?: true
  readonly outcome: Outcome
  /** Whether anything was sent is a matter of chance. */
  readonly race?: true
}

/** The answer to a request: one event for those that ask for a stream, JSON for others. */
function contentFor({ head }: SeenRequest): { readonly type: string; readonly text: string } {
  return /\r\naccept: text\/event-stream\r\n/i.test(head)
    ? { type: "content-type: text/event-stream", text: 'data: {"n":1}\n\n' }
    : { type: "content-type: application/json", text: '{"n":1}' }
}

function sized(request: SeenRequest, length?: number): string {
  const { type, text } = contentFor(request)
  return answer("200 OK", type, `content-length: ${length ?? text.length}`)
}

function whole(request: SeenRequest): string {
  return sized(request) + contentFor(request).text
}

function chunked(request: SeenRequest): string {
  return answer("200 OK", contentFor(request).type, "transfer-encoding: chunked")
}

function chunk(text: string, size = text.length): string {
  return `${size.toString(16)}\r\n${text}\r\n`
}

const half = (text: string): string => text.slice(0, text.length >> 1)

/** Writes bytes as they are, then ends or goes on. */
const say =
  (
    make: (request: SeenRequest) => string,
    then: (socket: Socket) => unknown = (socket) => socket.end(),
  ): Fault["act"] =>
  (socket, request) =>
    socket.write(make(request), "latin1", () => void then(socket))

const reset = (socket: Socket): unknown => socket.resetAndDestroy()

const sayAndStall =
  (make: (request: SeenRequest) => string): Fault["act"] =>
  (socket, request, server) =>
    void socket.write(make(request), "latin1", () => server.stall())

/** Names are numbered as in the catalogue of the reliability work: 124 kept connections, 125 faults on the wire. */
export const faults: readonly FaultRow[] = [
  { name: "M125.1 nobody listens", fault: undefined, outcome: "unsent" },
  {
    name: "M125.2 closed as soon as it is accepted",
    fault: { at: "connect", act: (socket) => socket.destroy() },
    outcome: "broken",
    race: true,
  },
  {
    name: "M125.3 TLS against a plain port",
    tls: true,
    fault: { at: "connect", act: say(() => "220 mail ready\r\n") },
    outcome: "refused for good",
  },
  { name: "M125.4 an end before the headers", fault: { act: (socket) => socket.end() }, outcome: "broken" },
  { name: "M125.5 a reset before the headers", fault: { act: reset }, outcome: "broken" },
  { name: "M125.6 a reset while the request is under way", fault: { at: "head", act: reset }, outcome: "broken" },
  { name: "M125.7 an end within the status line", fault: { act: say(() => "HTTP/1.1 2") }, outcome: "broken" },
  {
    name: "M125.8 an end within the headers",
    fault: { act: say(() => "HTTP/1.1 200 OK\r\nx-a: ") },
    outcome: "broken",
  },
  {
    name: "M125.9 a reset within the headers",
    fault: { act: say(() => "HTTP/1.1 200 OK\r\nx-a: ", reset) },
    outcome: "broken",
  },
  {
    name: "M125.10 no answer at all",
    fault: { act: (_socket, _request, server) => server.stall() },
    outcome: "silent",
  },
  {
    name: "M125.11 silence within the headers",
    fault: { act: sayAndStall(() => "HTTP/1.1 200 OK\r\nx-a: ") },
    outcome: "silent",
  },
  {
    name: "M125.12 silence before the body",
    fault: { act: sayAndStall((request) => sized(request, 99)) },
    outcome: "stuck",
  },
  {
    name: "M125.13 silence within the body",
    fault: { act: sayAndStall((request) => sized(request, 99) + half(contentFor(request).text)) },
    outcome: "stuck",
  },
  {
    name: "M125.14 silence within a chunk",
    fault: { act: sayAndStall((request) => `${chunked(request)}99\r\n{`) },
    outcome: "stuck",
  },
  { name: "M125.15 an end before the body", fault: { act: say((request) => sized(request)) }, outcome: "cut" },
  {
    name: "M125.16 an end within the body",
    fault: { act: say((request) => sized(request) + half(contentFor(request).text)) },
    outcome: "cut",
  },
  {
    name: "M125.17 a reset within the body",
    fault: { act: say((request) => sized(request) + half(contentFor(request).text), reset) },
    outcome: "cut",
  },
  {
    name: "M125.18 a length that promises more than there is",
    fault: { act: say((request) => sized(request, 99) + contentFor(request).text) },
    outcome: "cut",
  },
  {
    name: "M125.19 a length that promises less than there is",
    fault: { act: say((request) => `${whole(request)}more`) },
    outcome: "whole",
  },
  {
    name: "M125.20 no last chunk",
    fault: { act: say((request) => chunked(request) + chunk(contentFor(request).text)) },
    outcome: "cut",
  },
  {
    name: "M125.21 half a chunk",
    fault: { act: say((request) => `${chunked(request)}63\r\n${half(contentFor(request).text)}`) },
    outcome: "cut",
  },
  {
    name: "M125.22 a chunk longer than it says",
    fault: { act: say((request) => `${chunked(request)}${chunk(contentFor(request).text, 2)}0\r\n\r\n`) },
    outcome: "cut",
  },
  {
    name: "M125.23 a chunk size that is no number",
    fault: { act: say((request) => `${chunked(request)}zz\r\n`) },
    outcome: "cut",
  },
  {
    name: "M125.24 H91 two lengths",
    fault: {
      act: say(
        (request) =>
          answer("200 OK", contentFor(request).type, "content-length: 7", "content-length: 8") +
          contentFor(request).text,
      ),
    },
    outcome: "broken",
  },
  {
    name: "M125.25 H91 a length and chunks",
    fault: {
      act: say(
        (request) =>
          answer("200 OK", contentFor(request).type, "content-length: 3", "transfer-encoding: chunked") +
          chunk(contentFor(request).text) +
          "0\r\n\r\n",
      ),
    },
    outcome: "broken",
  },
  {
    name: "M125.26 H91 status 99",
    fault: { act: say(() => answer("99 Low", "content-length: 0")) },
    outcome: "broken",
  },
  {
    name: "M125.27 H91 status 1000",
    fault: { act: say(() => answer("1000 High", "content-length: 0")) },
    outcome: "broken",
  },
  {
    name: "M125.28 H91 headers of 1 MB",
    fault: { act: say(() => answer("200 OK", `x-a: ${"a".repeat(1_000_000)}`)) },
    outcome: "broken",
  },
  {
    name: "M125.29 H91 10,000 headers",
    fault: { act: say(() => answer("200 OK", ...Array.from({ length: 10_000 }, (_, index) => `x-${index}: a`))) },
    outcome: "broken",
  },
  { name: "M125.30 H91 HTTP/0.9", fault: { act: say((request) => contentFor(request).text) }, outcome: "broken" },
  { name: "M125.31 another protocol", fault: { act: say(() => "SSH-2.0-OpenSSH_9.9\r\n") }, outcome: "broken" },
  {
    name: "M125.32 H91 a lone CR in a header",
    fault: {
      act: say(
        (request) => `HTTP/1.1 200 OK\r\nx-a: b\rx-c: d\r\ncontent-length: 7\r\n\r\n${contentFor(request).text}`,
      ),
    },
    outcome: "broken",
  },
  { name: "M125.33 H91 NUL in a header", fault: { act: say(() => answer("200 OK", "x-a: \0")) }, outcome: "broken" },
  { name: "M125.34 a header without a name", fault: { act: say(() => answer("200 OK", ": b")) }, outcome: "broken" },
  {
    name: "M125.35 a space before the colon",
    fault: { act: say((request) => answer("200 OK", contentFor(request).type, "content-length : 7")) },
    outcome: "broken",
  },
  {
    name: "M125.36 H91 informational answers first",
    fault: { act: say((request) => answer("103 Early Hints", "link: </x>").repeat(20) + whole(request)) },
    outcome: "whole",
  },
  ...[1, 2, 3, 4, 5, 6, 7].map((size): FaultRow => ({
    name: `M125.37 pieces of ${size}`,
    fault: {
      act: (socket, request) => trickle(socket, chunked(request) + chunk(contentFor(request).text) + "0\r\n\r\n", size),
    },
    outcome: "whole",
  })),
  {
    name: "M125.38 no length: the end of the connection ends the answer",
    fault: {
      act: say((request) => answer("200 OK", contentFor(request).type, "connection: close") + contentFor(request).text),
    },
    outcome: "whole",
  },
  {
    name: "M125.39 a body for ever, a byte at a time",
    fault: {
      act(socket, request, server) {
        socket.write(chunked(request))
        trickle(socket, chunk(" ").repeat(50), 6, () => {
          server.stall()
          trickle(socket, chunk(" ").repeat(1_000_000), 6)
        })
      },
    },
    outcome: "endless",
  },
  {
    name: "M125.40 headers for ever, a byte at a time",
    fault: {
      act(socket, _request, server) {
        trickle(socket, "HTTP/1.1 200 OK\r\nx-a: bbbbbb", 1, () => {
          server.stall()
          trickle(socket, "c".repeat(10_000), 1)
        })
      },
    },
    outcome: "silent",
  },
]
