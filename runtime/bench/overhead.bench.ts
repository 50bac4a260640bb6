/**
 * What a client adds to a call whose transport takes no time: CPU of one validated GET on a stub.
 *
 * Method: as in `request.bench.ts`, without a network. Each side's stub hands back a new answer of the same text at once. The
 * first contestant is the least that such a call can be: the stub of `fetch` and `json()`. The table shows the cost of the whole
 * call, so a client's own share is the difference to its stub.
 */
import assert from "node:assert/strict"
import OpenAI from "openai"
import createFetchClient from "openapi-fetch"
import type { Transport } from "../src/ports/transport.ts"
import { compare, type Contestant } from "./compare.ts"
import { getPet, petClient } from "./pet-api.ts"
import { pet } from "./pet-server.ts"

const text = JSON.stringify(pet)
const bytes = new TextEncoder().encode(text)
const head = { status: 200, headers: { "content-type": "application/json" } }
const headers = new Headers(head.headers)
const stubFetch = (): Promise<Response> => Promise.resolve(new Response(text, head))

/** The least a transport can do: the bytes are there. */
const stubTransport: Transport = {
  send: () =>
    Promise.resolve({
      status: 200,
      headers,
      body: {
        bytes: () => Promise.resolve(bytes),
        text: () => Promise.resolve(text),
        stream: () =>
          (async function* () {
            yield await Promise.resolve(bytes)
          })(),
        cancel: () => Promise.resolve(),
      },
    }),
}

const client = petClient("http://127.0.0.1:1", stubTransport)
const answer = await stubTransport.send({
  method: "GET",
  url: "",
  headers: [],
  signal: new AbortController().signal,
  timeouts: {},
})
const openai = new OpenAI({ baseURL: "http://127.0.0.1:1", apiKey: "token", fetch: stubFetch })
interface Paths {
  "/pets/{id}": {
    get: { parameters: { path: { id: number } }; responses: { 200: { content: { "application/json": object } } } }
  }
}
const plain = createFetchClient<Paths>({ baseUrl: "http://127.0.0.1:1", fetch: stubFetch })
const contestants: readonly Contestant[] = [
  { name: "stub transport + JSON.parse", call: async () => JSON.parse(await answer.body.text()) as unknown },
  { name: "pristine", call: () => getPet({ id: 7 }, { client }) },
  { name: "stub fetch + json()", call: async () => (await stubFetch()).json() as Promise<unknown> },
  { name: "openapi-fetch", call: async () => (await plain.GET("/pets/{id}", { params: { path: { id: 7 } } })).data },
  { name: "openai", call: () => openai.get("/pets/7") },
]
for (const { call } of contestants) assert.deepEqual(await call(), pet)
await compare({ title: "GET on a stub: CPU a call", contestants, concurrency: 1, calls: 20_000, rounds: 9 })
