import { describe, expect } from "vitest"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Transport, TransportRequest, TransportResponse } from "../../../src/ports/transport.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { recordTraffic } from "../../../src/testing/traffic/record-traffic.ts"
import type { RecordedExchange, Recording } from "../../../src/testing/traffic/recording.ts"
import { replayTraffic } from "../../../src/testing/traffic/replay-traffic.ts"
import { serveHttp } from "../../adapters/transport/loopback.ts"
import { postSpec, testService } from "../../core/fixture.ts"
import { it } from "../../test.ts"

const base = "https://pets.test/v1"

function send(transport: Transport, path: string, request: Partial<TransportRequest> = {}): Promise<TransportResponse> {
  const url = path.startsWith("http") ? path : `${base}${path}`
  return transport.send({
    method: "GET",
    headers: [],
    timeouts: {},
    signal: new AbortController().signal,
    ...request,
    url,
  })
}

const post = (body: TransportRequest["body"]): Partial<TransportRequest> => ({
  method: "POST",
  headers: [["content-type", "application/json"]],
  ...(body !== undefined && { body }),
})

function exchange(
  request: Partial<RecordedExchange["request"]>,
  response: Partial<RecordedExchange["response"]> = {},
): RecordedExchange {
  return {
    request: { method: "GET", url: `${base}/pets`, headers: [], ...request },
    response: { status: 200, headers: [], content: { mimeType: "text/plain", text: "yes" }, ...response },
  }
}

const archive = (...entries: readonly RecordedExchange[]): Recording => ({
  log: { version: "1.2", creator: { name: "a browser", version: "9" }, entries },
})

const recorded = (text: string): RecordedExchange =>
  exchange({ method: "POST", postData: { mimeType: "application/json", text } })

const parts = (boundary: string, text: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n--${boundary}--\r\n`

const upload = (boundary: string, text: string): Partial<TransportRequest> => ({
  method: "POST",
  headers: [["Content-Type", `multipart/form-data; boundary=${boundary}`]],
  body: new Blob([parts(boundary, text)]),
})

const uploaded = (boundary: string, text: string): RecordedExchange =>
  exchange({
    method: "POST",
    postData: { mimeType: `multipart/form-data; boundary="${boundary}"`, text: parts(boundary, text) },
  })

describe("recorded traffic", () => {
  it("replays what a real server said, from its JSON", async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(request.url === "/bytes" ? 200 : 404, { "x-request-id": "r1", "content-type": "a/b" })
      response.end(request.url === "/bytes" ? Buffer.from([0, 255, 128]) : "no such pet")
    })
    const recorder = recordTraffic(undiciTransport())
    const seen = []
    for (const path of ["/bytes", "/pets/7?key=1"]) {
      const { status, headers, body } = await send(recorder, `${server}${path}`)
      seen.push([status, headers.get("x-request-id"), [...(await body.bytes())]])
    }
    await recorder.close?.()

    const replay = replayTraffic(JSON.parse(JSON.stringify(recorder.recording)) as Recording)
    const again = []
    for (const path of ["/bytes", "/pets/7?key=2"]) {
      const { status, headers, body } = await send(replay, `${server}${path}`)
      again.push([status, headers.get("x-request-id"), [...(await body.bytes())]])
    }
    expect(again).toEqual(seen)
    expect(replay.unused).toEqual([])
  })

  it("holds no credential, unknown header or query value, unless it is allowed", async () => {
    const answer = { headers: { "set-cookie": "secret-1", "x-trace": "t1" }, body: "secret-2 here" }
    const recorder = recordTraffic(fakeTransport([answer]), {
      headers: ["x-trace"],
      query: ["page"],
      scrub: (text, of) => text.replace("secret", of),
    })
    const { body } = await send(recorder, "/pets?page=2&key=secret-3", {
      ...post('"secret-4"'),
      headers: [
        ["authorization", "Bearer secret-5"],
        ["x-key", "secret-6"],
      ],
    })
    await body.text()
    const kept = JSON.stringify(recorder.recording)
    expect(kept).not.toContain("secret")
    for (const part of ["page=2&key=***", "request-4", "response-2 here", "t1"]) expect(kept).toContain(part)
  })

  it("holds nothing that the description calls a secret, allowed or not", async () => {
    const secrets = { names: ["pin", "Token", "x-pin"], route: "/keys/{token}/{+name}" }
    const headers = { "x-pin": "s-0", location: "/next?pin=s-0" }
    const answers = [
      { headers, body: '{"user":{"Pin":["s-1",{"a":"s-2"}],"n":1},"pin":null}\n{"pin":{"a":"}s-3"' },
      { body: Uint8Array.of(0xff, 0x73) },
    ]
    const recorder = recordTraffic(fakeTransport(answers), { headers: ["x-pin"], query: ["pin", "user[pin]", "page"] })
    const path = "/keys/s-4/a/b?pin=s-5&user[pin]=s-6&page=2"
    await (await send(recorder, path, { ...post('{"pin":"s-7","a":1}'), secrets })).body.text()
    await (await send(recorder, "/elsewhere/s-8", { ...post(Uint8Array.of(0xff, 0x73)), secrets })).body.text()
    const kept = JSON.stringify(recorder.recording)
    expect(kept).not.toContain("s-")
    const [one, other] = recorder.recording.log.entries
    expect(one?.request.url).toBe(`${base}/keys/***/a/b?pin=***&user%5Bpin%5D=***&page=2`)
    expect(one?.request.postData?.text).toBe('{"pin":"***","a":1}')
    expect(one?.response.content.text).toBe('{"user":{"Pin":"***","n":1},"pin":null}\n***')
    expect(one?.response.headers).toContainEqual({ name: "location", value: "/***?pin=***" })
    expect(other?.request.url).toBe("https://pets.test/***")
    expect([other?.request.postData?.text, other?.response.content.text]).toEqual(["***", "***"])
  })

  it("replays what is hidden for any secret", async () => {
    const secrets = { names: ["pin"], route: "/keys/{pin}" }
    const recorder = recordTraffic(fakeTransport([{ body: "1" }, { body: "2" }]))
    await (await send(recorder, "/keys/s", { ...post('{"pin":["s"],"a":1}'), secrets })).body.text()
    await (await send(recorder, "/keys/s", { ...post(Uint8Array.of(0xff)), secrets })).body.text()
    const replay = replayTraffic(recorder.recording)
    const again = async (body: TransportRequest["body"]): Promise<string> =>
      (await send(replay, "/keys/other", { ...post(body), secrets })).body.text()
    expect([await again('{"pin":["other"],"a":1}'), await again(Uint8Array.of(0xfe))]).toEqual(["1", "2"])
  })

  it("holds whole values of headers, and what is allowed of the query in them", async () => {
    const long = "x".repeat(300)
    const headers = { "x-long": long, etag: `"${long}"`, location: "/next?page=2&key=secret" }
    const recorder = recordTraffic(fakeTransport([{ headers }]), { headers: ["x-long"], query: ["page"] })
    await (await send(recorder, "/pets")).body.bytes()
    const { headers: got } = await send(replayTraffic(recorder.recording), "/pets")
    expect(Object.fromEntries(got)).toEqual({ ...headers, location: "/next?page=2&key=***" })
  })

  const form = "application/x-www-form-urlencoded"
  const json = "application/json"
  it.each<[name: string, type: string, text: string, want: string]>([
    [
      "an answer with tokens",
      json,
      '{ "access_token": "s-1", "refresh_token":"s-2","id_token" : "s-3", "expires_in": 12345678901234567890 }',
      '{ "access_token": "***", "refresh_token":"***","id_token" : "***", "expires_in": 12345678901234567890 }',
    ],
    ["one within another", json, '[{"user":{"access_token":"s"}}]', '[{"user":{"access_token":"***"}}]'],
    ["a number and nothing", json, '{"password":1234,"assertion":null}', '{"password":"***","assertion":null}'],
    ["a description of one", json, '{"password":{"type":"string"}}', '{"password":{"type":"string"}}'],
    ["one whose name is escaped", json, '{"access\\u005ftoken":"a\\"s"}', '{"access\\u005ftoken":"***"}'],
    [
      "what only looks like one",
      json,
      '{"note":"\\"password\\":\\"kept\\"","my_password":"kept"}',
      '{"note":"\\"password\\":\\"kept\\"","my_password":"kept"}',
    ],
    ["one that was cut off", json, '{"access_token":"s-ecr', '{"access_token":"***"'],
    ["one that was cut within an escape", json, '{"access_token":"s\\', '{"access_token":"***"'],
    ["an event", "text/event-stream", 'data: {"id_token":"s"}\n\n', 'data: {"id_token":"***"}\n\n'],
    ["an error's code", json, '{"code":"not_found"}', '{"code":"not_found"}'],
    [
      "a code that is exchanged",
      json,
      '{"grant_type":"authorization_code","code":"s"}',
      '{"grant_type":"authorization_code","code":"***"}',
    ],
    [
      "a form",
      form,
      "grant_type=password&username=me&password=s&client%5Fsecret=s%26&code=s&code_verifier=s",
      "grant_type=password&username=me&password=***&client%5Fsecret=***&code=***&code_verifier=***",
    ],
    ["assertions", `${form}; charset=utf-8`, "assertion=s&client_assertion=s", "assertion=***&client_assertion=***"],
    [
      "the parts of a multipart form",
      'multipart/form-data; boundary="b;1"',
      [
        '--b;1\r\nContent-Disposition: form-data; name="password"\r\n\r\ns\r\n',
        '--b;1\r\nContent-Disposition: form-data; name="size"\r\n\r\n5" wide\r\n',
        '--b;1\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{"id_token":"s"}\r\n',
        "--b;1--\r\n",
      ].join(""),
      [
        '--b;1\r\nContent-Disposition: form-data; name="password"\r\n\r\n***\r\n',
        '--b;1\r\nContent-Disposition: form-data; name="size"\r\n\r\n5" wide\r\n',
        '--b;1\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{"id_token":"***"}\r\n',
        "--b;1--\r\n",
      ].join(""),
    ],
  ])("hides what OAuth sends and gives: %s", async (_, type, text, want) => {
    const scrubbed: string[] = []
    const headers = { "content-type": type }
    const recorder = recordTraffic(fakeTransport([{ headers, body: text }]), {
      scrub(given) {
        scrubbed.push(given)
        return given
      },
    })
    const request: Partial<TransportRequest> = { method: "POST", headers: Object.entries(headers), body: text }
    expect(await (await send(recorder, "/token", request)).body.text()).toBe(text)
    const [entry] = recorder.recording.log.entries
    expect([entry?.request.postData?.text, entry?.response.content.text]).toEqual([want, want])
    expect(new Set(scrubbed)).toEqual(new Set([want]))
    // Whatever is sent in its place another time.
    const other = { ...request, body: text.replace(/"s(?=")|=s(?=&|$)|\ns(?=\r)/g, (secret) => `${secret}-2`) }
    expect((await send(replayTraffic(recorder.recording), "/token", other)).status).toBe(200)
  })

  it("of an upload is found again by a call that makes it anew", async () => {
    const form = { file: new File(["abc"], "a.txt") }
    const call = (transport: Transport) =>
      defineOperation(() => postSpec({ body: { encode: (input) => input, writer: multipart } }))(form, {
        client: createClient(testService(), { transport }),
      })
    const recorder = recordTraffic(fakeTransport([{ body: { kept: 3 } }]))
    const answers = [await call(recorder), await call(replayTraffic(recorder.recording))]
    expect(answers[1]).toEqual(answers[0])
  })

  it("holds of a stream what was read, and of an answer nobody read its head", async () => {
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (const text of ["one", "two", "three"]) yield await Promise.resolve(new TextEncoder().encode(text))
    }
    const recorder = recordTraffic(fakeTransport([{ body: chunks() }, { body: "unread" }]))
    const first = await send(recorder, "/a")
    let read = 0
    for await (const chunk of first.body.stream()) {
      if (chunk.byteLength > 0 && ++read === 2) break
    }
    await (await send(recorder, "/b")).body.cancel()
    expect(recorder.recording.log.entries.map(({ response }) => response.content.text)).toEqual(["onetwo", undefined])
  })

  it("keeps the order of the requests, whichever is answered first, and leaves out what failed", async () => {
    const inner = fakeTransport()
    const recorder = recordTraffic(inner)
    const calls = ["/1", "/2", "/3"].map((path) => send(recorder, path))
    const failed = calls[1]?.catch((error: unknown) => error)
    const [one, two, three] = [await inner.next(), await inner.next(), await inner.next()]
    three.respond()
    two.fail(new Error("broken"))
    one.respond()
    await Promise.all([calls[0], failed, calls[2]])
    expect(recorder.recording.log.entries.map(({ request }) => request.url)).toEqual([`${base}/1`, `${base}/3`])
  })

  it("takes no streamed request body, and sends nothing of it", async () => {
    const inner = fakeTransport([])
    await expect(send(recordTraffic(inner), "/a", post(new Blob(["x"]).stream()))).rejects.toMatchObject({
      code: "config",
    })
    expect(inner.requests).toEqual([])
  })
})

describe("a replay finds", () => {
  it.each<[name: string, known: RecordedExchange, path: string, request: Partial<TransportRequest>, found: boolean]>([
    ["another origin", exchange({ url: "http://localhost:1/v1/pets" }), "/pets", {}, true],
    ["another path", exchange({}), "/pet", {}, false],
    ["another method", exchange({}), "/pets", { method: "HEAD" }, false],
    ["the query in another order", exchange({ url: `${base}/pets?a=1&b=2` }), "/pets?b=2&a=1", {}, true],
    ["another value", exchange({ url: `${base}/pets?a=1` }), "/pets?a=2", {}, false],
    ["one value more", exchange({ url: `${base}/pets?a=1` }), "/pets?a=1&a=1", {}, false],
    ["any value for a hidden one", exchange({ url: `${base}/pets?a=***` }), "/pets?a=9", {}, true],
    ["any part of a path for a hidden one", exchange({ url: `${base}/***` }), "/pets", {}, true],
    ["none for a hidden one", exchange({ url: `${base}/pets?a=***` }), "/pets", {}, false],
    [
      "JSON in another order",
      recorded('{"a":1,"b":[{"c":2,"d":3}]}'),
      "/pets",
      post('{"b":[{"d":3,"c":2}], "a":1}'),
      true,
    ],
    ["an array in another order", recorded("[1,2]"), "/pets", post("[2,1]"), false],
    ["other JSON", recorded('{"a":1}'), "/pets", post('{"a":2}'), false],
    ["any value for a hidden member", recorded('{"a":{"b":"***"}}'), "/pets", post('{"a":{"b":[1]}}'), true],
    ["no member for a hidden one", recorded('{"a":1,"b":"***"}'), "/pets", post('{"a":1,"c":2}'), false],
    ["one member more", recorded('{"a":"***"}'), "/pets", post('{"a":1,"b":1}'), false],
    ["null for an object", recorded('{"a":{}}'), "/pets", post('{"a":null}'), false],
    ["no body", recorded('{"a":1}'), "/pets", post(undefined), false],
    ["text that is no JSON", recorded("plain"), "/pets", post(new Blob(["plain"])), true],
    ["a form of parts under another boundary", uploaded("one", "x"), "/pets", upload("two", "x"), true],
    ["a form of other parts", uploaded("one", "x"), "/pets", upload("two", "y"), false],
    ["a form of parts where there was JSON", recorded("{}"), "/pets", upload("two", "x"), false],
    ["other text", recorded("plain"), "/pets", post(new TextEncoder().encode("plane")), false],
    [
      "other bytes that are no text",
      exchange({ method: "POST", postData: { mimeType: "a/b", text: "/w==", encoding: "base64" } }),
      "/pets",
      post(new Uint8Array([0xfe])),
      false,
    ],
  ])("%s: %s", async (_, known, path, request, found) => {
    const replay = replayTraffic(archive(known))
    const answer = send(replay, path, request).then(
      ({ body }) => body.text(),
      (error: unknown) => error,
    )
    if (found) expect(await answer).toBe("yes")
    else expect(await answer).toMatchObject({ code: "config", retryable: false })
    expect(replay.unused).toHaveLength(found ? 0 : 1)
  })

  type Fields = Readonly<Record<string, unknown>>
  const file = (content: BlobPart, name = "a.png"): File => new File([content], name, { type: "image/png" })
  const fields: Fields = { note: "Grüße", meta: { tags: ["a", "b"] }, file: file(new Uint8Array([0, 255, 128])) }
  it.each<[name: string, sent: Fields, found: boolean]>([
    ["the same parts, under a boundary of its own", fields, true],
    ["parts in another order", Object.fromEntries(Object.entries(fields).reverse()), true],
    ["another byte of a file", { ...fields, file: file(new Uint8Array([0, 254, 128])) }, false],
    ["another file name", { ...fields, file: file(new Uint8Array([0, 255, 128]), "b.png") }, false],
    ["another value", { ...fields, note: "Gruß" }, false],
    ["values of one name in another order", { ...fields, meta: { tags: ["b", "a"] } }, false],
    ["one part more", { ...fields, more: "1" }, false],
    ["one part less", { note: fields["note"], meta: fields["meta"] }, false],
  ])("an upload that has %s: %s", async (_, sent, found) => {
    const upload = (value: Fields): Partial<TransportRequest> => {
      const writer = multipart.begin?.() ?? multipart
      return { method: "POST", headers: [["content-type", writer.contentType]], body: writer.write(value) as Blob }
    }
    const recorder = recordTraffic(fakeTransport([{}]))
    await (await send(recorder, "/files", upload(fields))).body.bytes()
    const replay = replayTraffic(JSON.parse(JSON.stringify(recorder.recording)) as Recording)
    const answer = send(replay, "/files", upload(sent)).then(({ status }) => status, Object)
    expect(await answer).toEqual(found ? 200 : expect.objectContaining({ code: "config" }))
  })

  it("each exchange once, and names what is left", async () => {
    const replay = replayTraffic(archive(exchange({}), exchange({ url: `${base}/toys?key=secret` })))
    await send(replay, "/pets")
    await expect(send(replay, "/pets")).rejects.toThrow(`GET ${base}/pets. Left for GET: ${base}/toys?key=***`)
    expect(replay.requests).toHaveLength(2)
  })

  it("in the recorded order where that is asked for", async () => {
    const entries = [exchange({}), exchange({ url: `${base}/toys` })]
    await expect(send(replayTraffic(archive(...entries), { ordered: true }), "/toys")).rejects.toMatchObject({
      code: "config",
    })
    await send(replayTraffic(archive(...entries)), "/toys")
  })

  it("what the caller's own rule says", async () => {
    const replay = replayTraffic(archive(exchange({ url: `${base}/any` })), { match: ({ method }) => method === "PUT" })
    await expect(send(replay, "/pets")).rejects.toMatchObject({ code: "config" })
    await send(replay, "/pets", { method: "PUT" })
  })

  it.each([
    ["value", "x-bad", "cut…", "x-bad"],
    ["name", "x bad\n", "1", String.raw`x bad\u000a`],
  ])("a header that no answer can have, by its %s, and says which", async (_, name, value, shown) => {
    const replay = replayTraffic(archive(exchange({}, { headers: [{ name, value }] })))
    const message = `The recording has a header that no answer can have: ${shown}`
    await expect(send(replay, "/pets")).rejects.toMatchObject({ code: "config", message })
  })

  it("an archive of a browser: base64, and none of the connection's headers", async () => {
    const headers = [":status", "Content-Encoding", "content-length", "x-kept"].map((name) => ({ name, value: "1" }))
    const content = { mimeType: "a/b", text: "AP+A", encoding: "base64" as const }
    const { headers: got, body } = await send(replayTraffic(archive(exchange({}, { headers, content }))), "/pets")
    expect([...got.keys()]).toEqual(["x-kept"])
    expect(await body.bytes()).toEqual(new Uint8Array([0, 255, 128]))
  })
})
