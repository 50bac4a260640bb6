import { describe, expect } from "vitest"
import { apiKey } from "../../src/adapters/auth/api-key.ts"
import { basic } from "../../src/adapters/auth/basic.ts"
import { bearer } from "../../src/adapters/auth/bearer.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import type { CallOptions } from "../../src/core/client/call-options.ts"
import type { ClientOptions } from "../../src/core/client/client.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { postSpec, rejection, testService, type SpecOver } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault } from "./fault-server.ts"
import { requestTo, transports } from "./loopback-client.ts"

interface Given {
  readonly spec?: SpecOver
  readonly client?: ClientOptions
  readonly call?: CallOptions
}

const reply = answer("200 OK", "content-type: application/json", "content-length: 2") + "{}"

const forbidden: readonly [what: string, text: string][] = [
  ["CR LF", "secret\r\nx-evil: 1"],
  ["CR", "secret\rx"],
  ["LF", "secret\nx"],
  ["NUL", "secret\0"],
  ["a character beyond U+00FF", "secret✓"],
  ["a lone surrogate", "secret\ud800"],
]

const values: readonly [place: string, give: (text: string) => Given][] = [
  ["a parameter", (text) => ({ spec: { headers: () => [["X-Param", text]] } })],
  ["a header of the call", (text) => ({ call: { headers: { "X-Call": text } } })],
  ["a header of the client", (text) => ({ client: { headers: { "X-Client": text } } })],
  ["a bearer token", (text) => ({ client: { auth: bearer({ token: text }) } })],
  ["an API key", (text) => ({ client: { auth: apiKey({ token: text }) } })],
  ["a cookie", (text) => ({ client: { auth: apiKey({ cookie: "sid", token: text }) } })],
  ["the user agent", (text) => ({ client: { userAgent: text } })],
  [
    "the idempotency key",
    (text) => ({ spec: { idempotencyHeader: "Idempotency-Key" }, call: { idempotencyKey: text } }),
  ],
]

const refusedValues = values.flatMap(([place, give], row) =>
  forbidden.map(([what, text], column): [name: string, given: Given] => [
    `H84.${row * forbidden.length + column + 1} ${what} in ${place}`,
    give(text),
  ]),
)

const names: readonly [what: string, text: string][] = [
  ["CR LF", "x-a\r\nsecret"],
  ["LF", "x-a\nsecret"],
  ["NUL", "x-a\0secret"],
  ["a colon", "x-a:secret"],
  ["a space", "x-a secret"],
  ["a character beyond ASCII", "x-ésecret"],
  ["nothing", ""],
]

const namePlaces: readonly [place: string, give: (text: string) => Given][] = [
  ["of the call", (text) => ({ call: { headers: { [text]: "secret" } } })],
  ["of the client", (text) => ({ client: { headers: { [text]: "secret" } } })],
  ["of an API key", (text) => ({ client: { auth: apiKey({ header: text, token: "secret" }) } })],
]

const refusedNames = namePlaces.flatMap(([place, give], row) =>
  names.map(([what, text], column): [name: string, given: Given] => [
    `H84.${60 + row * names.length + column} a name ${place} with ${what}`,
    give(text),
  ]),
)

const framing = [
  "Host",
  "host",
  "Content-Length",
  "CONTENT-LENGTH",
  "Transfer-Encoding",
  "transfer-encoding",
  "Connection",
]

const refusedFraming = framing.flatMap((header, row): [name: string, given: Given][] => [
  [`H85.${row * 3 + 1} ${header} of the call`, { call: { headers: { [header]: "secret" } } }],
  [`H85.${row * 3 + 2} ${header} of the client`, { client: { headers: { [header]: "secret" } } }],
  [`H85.${row * 3 + 3} ${header} of an API key`, { client: { auth: apiKey({ header, token: "secret" }) } }],
])

const refusedPairs: readonly [name: string, given: Given][] = [
  ["H84.90 line breaks in a password", { client: { auth: basic({ username: "a", password: "secret\r\n" }) } }],
  ["H84.91 NUL in a user name", { client: { auth: basic({ username: "secret\0", password: "b" }) } }],
  ["H84.92 a colon in a user name", { client: { auth: basic({ username: "a:secret", password: "b" }) } }],
  ["H84.93 a semicolon in a cookie", { client: { auth: apiKey({ cookie: "sid", token: "secret;admin=1" }) } }],
  ["H84.94 a quote in a cookie", { client: { auth: apiKey({ cookie: "sid", token: '"secret' }) } }],
]

const injection = test.extend<{ call: (given: Given) => Promise<unknown>; heads: string[] }>({
  heads: ({}, use) => use([]),
  call: async ({ resources, heads }, use) => {
    const server = resources.use(
      await serveFault({
        act(socket, { head }) {
          heads.push(head)
          socket.write(reply)
        },
      }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    await use(({ spec, client, call }) => {
      const wired = createClient(testService(), { transport, baseUrl: server.url, retry: false, ...client })
      const operation = defineOperation(() => postSpec({ body: { encode: (input) => input, writer: json }, ...spec }))
      return operation({}, { ...call, client: wired })
    })
  },
})

describe("before anything is sent, without quoting it,", () => {
  injection.for([...refusedValues, ...refusedNames, ...refusedFraming, ...refusedPairs])(
    "%s is refused",
    async ([, given], { call, heads }) => {
      const error = (await rejection(call(given))) as Error
      expect(error).toMatchObject({ name: "PristineError" })
      expect(["input", "config", "auth"]).toContain((error as unknown as { code: string }).code)
      expect(JSON.stringify([error.message, error, String(error.cause)])).not.toContain("secret")
      expect(heads).toEqual([])
    },
  )
})

describe("as it is written", () => {
  const sent: readonly [row: string, given: Given, line: string][] = [
    ["H84.95 a tab within a value", { call: { headers: { "X-A": "a\tb" } } }, "X-A: a\tb"],
    ["H84.96 octets up to U+00FF", { call: { headers: { "X-A": "caf\xe9" } } }, "X-A: caf\xe9"],
    ["H84.97 an empty value", { call: { headers: { "X-A": "" } } }, "X-A: "],
    [
      "H85.30 a credential counts over the call's header in another case",
      { client: { auth: bearer({ token: "right" }) }, call: { headers: { AUTHORIZATION: "wrong" } } },
      "Authorization: Bearer right",
    ],
    [
      "H85.31 the call's header counts over the client's in another case",
      { client: { headers: { "x-a": "client" } }, call: { headers: { "X-A": "call" } } },
      "X-A: call",
    ],
    [
      "H85.32 the idempotency key counts over a header of its name",
      {
        spec: { idempotencyHeader: "Idempotency-Key" },
        call: { idempotencyKey: "k1", headers: { "idempotency-key": "k2" } },
      },
      "Idempotency-Key: k1",
    ],
    [
      "H85.33 a content type in another case takes the place of the writer's",
      { call: { headers: { "content-TYPE": "application/x-own" } } },
      "content-TYPE: application/x-own",
    ],
    [
      "H85.34 an accept header in another case takes the place of the reader's",
      { call: { headers: { ACCEPT: "x/y" } } },
      "ACCEPT: x/y",
    ],
    [
      "H86.1 a null prototype",
      { call: { headers: Object.assign(Object.create(null) as Record<string, string>, { "X-A": "1" }) } },
      "X-A: 1",
    ],
    [
      "H86.2 an own __proto__",
      { call: { headers: JSON.parse('{"__proto__":"1"}') as Record<string, string> } },
      "__proto__: 1",
    ],
    ["H86.3 a header named constructor", { call: { headers: { constructor: "1" } } }, "constructor: 1"],
    ["H86.4 a frozen object", { call: { headers: Object.freeze({ "X-A": "1" }) } }, "X-A: 1"],
  ]
  injection.for(sent)("%s is sent, once", async ([, given, line], { call, heads }) => {
    await call(given)
    const lines = (heads[0] ?? "").split("\r\n")
    const name = line.slice(0, line.indexOf(":")).toLowerCase()
    expect(lines.filter((other) => other.toLowerCase().startsWith(`${name}:`))).toEqual([line])
  })

  const absent: readonly [row: string, given: Given, name: string][] = [
    [
      "H86.10 an inherited header of the call",
      { call: { headers: Object.create({ "X-Evil": "1" }) as Record<string, string> } },
      "x-evil",
    ],
    [
      "H86.11 an inherited header of the client",
      { client: { headers: Object.create({ "X-Evil": "1" }) as Record<string, string> } },
      "x-evil",
    ],
    [
      "H86.12 a header that is not enumerable",
      { call: { headers: Object.defineProperty({}, "X-Evil", { value: "1" }) } },
      "x-evil",
    ],
    [
      "H86.13 a header that the call takes out, in another case",
      { client: { headers: { "X-Evil": "1" } }, call: { headers: { "x-EVIL": null } } },
      "x-evil",
    ],
    ["H86.14 a header that was never there", { call: { headers: { "X-Evil": null } } }, "x-evil"],
  ]
  injection.for(absent)("%s is not sent", async ([, given, name], { call, heads }) => {
    await call(given)
    expect(heads[0]?.toLowerCase()).not.toContain(name)
  })
})

/** What a hook, a credential or a transport around this one may add. */
describe.for(transports)("%s", ([, create]) => {
  const rows = ["Content-Length", "content-length", "Transfer-Encoding", "Connection", "HOST"].map(
    (name, index): [string, string] => [`H85.${40 + index} ${name}`, name],
  )
  test.for(rows)("%s is refused by the transport, too", async ([, name], { resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.write(reply) }))
    const transport = create()
    resources.defer(() => transport.close?.())
    const request = requestTo(server.url, { method: "POST", body: "abc", headers: [[name, "1"]] })
    expect(await rejection(transport.send(request))).toMatchObject({ code: "input", maybeExecuted: false })
    expect(server.connections).toHaveLength(0)
  })
})
