/**
 * CPU of one validated call over loopback, beside a bare `undici.request` with `JSON.parse` in the same run.
 *
 * Method: the server is a process of its own. Every round makes the same calls by each contestant in turn, each time
 * beginning with another; two rounds warm up, the others count. The cost is user and system time of this process, so waiting
 * counts for nothing. A ratio is that of one round to the first contestant in the same round. Our side has every policy on:
 * validation of input and answer, bearer token, retries, rate limit, circuit breaker, idempotency key on POST. The others do
 * what they do by default. Every contestant's answer is compared with what the server sent before anything is measured.
 *
 * Run with `npm run bench -w runtime`.
 */
import assert from "node:assert/strict"
import OpenAI from "openai"
import createFetchClient from "openapi-fetch"
import { Agent, request } from "undici"
import { fetchTransport } from "../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../src/adapters/transport/undici-transport.ts"
import { compare, type Contestant } from "./compare.ts"
import { createPet, getPet, petClient } from "./pet-api.ts"
import { isPetServer, pet, startPetServer } from "./pet-server.ts"

if (!isPetServer()) {
  const server = await startPetServer()
  const { url } = server
  const body = { name: "Rex", status: "available" }
  const text = JSON.stringify(body)
  const headers = { authorization: "Bearer token", "content-type": "application/json" }
  const dispatcher = new Agent()
  const undici = petClient(url, undiciTransport())
  const overFetch = petClient(url, fetchTransport())
  const openai = new OpenAI({ baseURL: url, apiKey: "token" })
  interface Paths {
    "/pets/{id}": {
      get: { parameters: { path: { id: number } }; responses: { 200: { content: { "application/json": object } } } }
    }
    "/pets": {
      post: {
        requestBody: { content: { "application/json": object } }
        responses: { 200: { content: { "application/json": object } } }
      }
    }
  }
  const plain = createFetchClient<Paths>({ baseUrl: url, headers })

  const get: readonly Contestant[] = [
    {
      name: "undici.request + JSON.parse",
      call: async () =>
        JSON.parse(await (await request(`${url}/pets/7`, { headers, dispatcher })).body.text()) as unknown,
    },
    { name: "pristine (undici)", call: () => getPet({ id: 7 }, { client: undici }) },
    {
      name: "fetch + json()",
      call: async () => (await fetch(`${url}/pets/7`, { headers })).json() as Promise<unknown>,
    },
    { name: "pristine (fetch)", call: () => getPet({ id: 7 }, { client: overFetch }) },
    { name: "openapi-fetch", call: async () => (await plain.GET("/pets/{id}", { params: { path: { id: 7 } } })).data },
    { name: "openai", call: () => openai.get("/pets/7") },
  ]
  const post: readonly Contestant[] = [
    {
      name: "undici.request + JSON.parse",
      call: async () => {
        const sent = await request(`${url}/pets`, { method: "POST", headers, body: JSON.stringify(body), dispatcher })
        return JSON.parse(await sent.body.text()) as unknown
      },
    },
    { name: "pristine (undici)", call: () => createPet(body, { client: undici }) },
    {
      name: "fetch + json()",
      call: async () =>
        (await fetch(`${url}/pets`, { method: "POST", headers, body: text })).json() as Promise<unknown>,
    },
    { name: "pristine (fetch)", call: () => createPet(body, { client: overFetch }) },
    { name: "openapi-fetch", call: async () => (await plain.POST("/pets", { body })).data },
    { name: "openai", call: () => openai.post("/pets", { body }) },
  ]
  for (const { call } of [...get, ...post]) assert.deepEqual(await call(), pet)
  for (const concurrency of [1, 64]) {
    const load = { concurrency, calls: 1_500, rounds: 9 }
    await compare({ title: `GET, ${concurrency} at once: CPU a call`, contestants: get, ...load })
    await compare({ title: `POST, ${concurrency} at once: CPU a call`, contestants: post, ...load })
  }
  await Promise.all([undici.close(), overFetch.close(), dispatcher.close()])
  server.process.disconnect()
}
