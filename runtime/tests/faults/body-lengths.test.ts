import { describe, expect } from "vitest"
import { json } from "../../src/adapters/serializer/json.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { PristineError } from "../../src/errors/pristine-error.ts"
import { spec, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault, trickle } from "./fault-server.ts"
import { requestTo, transports } from "./loopback-client.ts"

const whole = '{"n":1}'
const type = "content-type: application/json"

interface Row {
  readonly name: string
  readonly method?: string
  readonly text: string
  /** Text of the body, or code of the error. */
  readonly result: string
}

const rows: readonly Row[] = [
  { name: "I94.1 a length that fits", text: answer("200 OK", "content-length: 7") + whole, result: whole },
  { name: "I94.2 a length one too long", text: answer("200 OK", "content-length: 8") + whole, result: "connection" },
  {
    name: "I94.3 a length one too short",
    text: answer("200 OK", "content-length: 6") + whole,
    result: whole.slice(0, 6),
  },
  { name: "I94.4 a length of nothing, and a body", text: answer("200 OK", "content-length: 0") + whole, result: "" },
  { name: "I94.5 a length of 0 and nothing", text: answer("200 OK", "content-length: 0"), result: "" },
  { name: "I94.6 a negative length", text: answer("200 OK", "content-length: -1") + whole, result: "connection" },
  { name: "I94.7 a length with a sign", text: answer("200 OK", "content-length: +7") + whole, result: "connection" },
  {
    name: "I94.8 a length in hexadecimal",
    text: answer("200 OK", "content-length: 0x7") + whole,
    result: "connection",
  },
  {
    name: "I94.9 a length beyond 64 bits",
    text: answer("200 OK", "content-length: 99999999999999999999") + whole,
    result: "connection",
  },
  { name: "I94.10 a length with leading zeros", text: answer("200 OK", "content-length: 007") + whole, result: whole },
  {
    name: "I94.11 the same length twice",
    text: answer("200 OK", "content-length: 7", "content-length: 7") + whole,
    result: "connection",
  },
  {
    name: "I94.12 a list of equal lengths",
    text: answer("200 OK", "content-length: 7, 7") + whole,
    result: "connection",
  },
  {
    name: "I94.13 chunks, then a length",
    text: answer("200 OK", "transfer-encoding: chunked", "content-length: 7") + `7\r\n${whole}\r\n0\r\n\r\n`,
    result: "connection",
  },
  { name: "I94.14 204 and nothing", text: answer("204 No Content"), result: "" },
  { name: "I94.15 204 with a body", text: answer("204 No Content", "content-length: 7") + whole, result: "" },
  {
    name: "I94.16 204 with chunks",
    text: answer("204 No Content", "transfer-encoding: chunked") + `7\r\n${whole}\r\n0\r\n\r\n`,
    result: "",
  },
  { name: "I94.17 205 with a body", text: answer("205 Reset Content", "content-length: 7") + whole, result: "" },
  {
    name: "I94.18 205 with chunks",
    text: answer("205 Reset Content", "transfer-encoding: chunked") + `7\r\n${whole}\r\n0\r\n\r\n`,
    result: "",
  },
  { name: "I94.19 304 with a length and nothing", text: answer("304 Not Modified", "content-length: 7"), result: "" },
  { name: "I94.20 304 with a body", text: answer("304 Not Modified", "content-length: 7") + whole, result: "" },
  {
    name: "I94.21 HEAD with a length and nothing",
    method: "HEAD",
    text: answer("200 OK", "content-length: 7"),
    result: "",
  },
  { name: "I94.22 HEAD with a body", method: "HEAD", text: answer("200 OK", "content-length: 7") + whole, result: "" },
  {
    name: "I94.23 HEAD with chunks",
    method: "HEAD",
    text: answer("200 OK", "transfer-encoding: chunked") + `7\r\n${whole}\r\n0\r\n\r\n`,
    result: "",
  },
  {
    name: "I94.24 a trailer after the chunks",
    text: answer("200 OK", "transfer-encoding: chunked") + `7\r\n${whole}\r\n0\r\nx-a: 1\r\n\r\n`,
    result: whole,
  },
  {
    name: "I94.25 a chunk with an extension",
    text: answer("200 OK", "transfer-encoding: chunked") + `7;a=b\r\n${whole}\r\n0\r\n\r\n`,
    result: whole,
  },
  {
    name: "I94.26 a negative chunk",
    text: answer("200 OK", "transfer-encoding: chunked") + `-7\r\n${whole}\r\n0\r\n\r\n`,
    result: "connection",
  },
  {
    name: "I94.27 a chunk beyond 64 bits",
    text: answer("200 OK", "transfer-encoding: chunked") + `fffffffffffffffff\r\n${whole}`,
    result: "connection",
  },
]

describe.for(transports)("%s", ([, create]) => {
  test.for(rows.map((row): [string, Row] => [row.name, row]))(
    "%s",
    async ([, { method = "GET", text, result }], { resources }) => {
      const server = resources.use(await serveFault({ act: (socket) => socket.end(text, "latin1") }))
      const transport = create()
      resources.defer(() => transport.close?.())
      const read = transport.send(requestTo(server.url, { method })).then(({ body }) => body.text())
      const outcome = await read.catch((error: unknown) => (error as PristineError).code)
      expect(outcome).toBe(result)
    },
  )

  const calls: readonly [row: string, text: string, expected: object][] = [
    ["I94.30 an empty 200 that is JSON", answer("200 OK", type, "content-length: 0"), { data: undefined }],
    [
      "I94.31 an empty 200 in chunks",
      answer("200 OK", type, "transfer-encoding: chunked") + "0\r\n\r\n",
      { data: undefined },
    ],
    [
      "I94.32 an empty 200 that says it is gzip",
      answer("200 OK", type, "content-encoding: gzip", "content-length: 0"),
      { data: undefined },
    ],
    ["I94.33 white space only", answer("200 OK", type, "content-length: 2") + "\r\n", { code: "decode", status: 200 }],
    [
      "I94.34 JSON that its length cuts",
      answer("200 OK", type, "content-length: 6") + whole,
      { code: "decode", status: 200 },
    ],
    [
      "I94.35 JSON and more within its length",
      answer("200 OK", type, "content-length: 14") + whole + whole,
      { code: "decode", status: 200 },
    ],
    ["I94.36 204 where 200 is declared is no value", answer("204 No Content"), { data: undefined }],
    [
      "I94.37 a page of HTML",
      answer("200 OK", "content-type: text/html", "content-length: 6") + "<html>",
      { code: "decode", status: 200 },
    ],
  ]
  test.for(calls)("%s", async ([, text, expected], { resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.end(text, "latin1") }))
    const transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: server.url, retry: false })
    const call = defineOperation(() => spec({ success: [{ status: 200, readers: [json] }] }))
    const outcome = await call({}, { client }).then(
      (data) => ({ data }),
      (error: unknown) => error,
    )
    expect(outcome).toMatchObject(expected)
  })
})

test("I94.28 205 with a body for ever does not hold its connection", async ({ resources }) => {
  const server = resources.use(
    await serveFault({
      act(socket) {
        socket.write(answer("205 Reset Content", "transfer-encoding: chunked"))
        trickle(socket, "1\r\n \r\n".repeat(100_000), 6)
      },
    }),
  )
  const transport = undiciTransport()
  const { status, body } = await transport.send(requestTo(server.url))
  const [connection] = server.connections
  const closed = new Promise((resolve) => connection?.once("close", resolve))
  expect([status, await body.text()]).toEqual([205, ""])
  await closed
  await transport.close?.()
})
