import type { IncomingMessage, ServerResponse } from "node:http"
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base"
import { describe, expect } from "vitest"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { mockTransport, type MockHandler } from "../../../src/adapters/mock/mock-transport.ts"
import type { MockedOperation } from "../../../src/adapters/mock/mocked-operation.ts"
import { adaptiveTransport } from "../../../src/adapters/rate-limit/adaptive-transport.ts"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { followRedirects } from "../../../src/adapters/transport/follow-redirects.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import {
  transportContract,
  type ReceivedRequest,
  type ServedAnswer,
  type TransportSubject,
} from "../../../src/testing/contracts/transport-contract.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { recordTraffic } from "../../../src/testing/traffic/record-traffic.ts"
import type { RecordedExchange } from "../../../src/testing/traffic/recording.ts"
import { replayTraffic } from "../../../src/testing/traffic/replay-traffic.ts"
import { readAll, serveHttp } from "../../adapters/transport/loopback.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

/** A transport and a real server on the loopback interface. */
function loopback(transport: Transport): TransportSubject {
  return {
    transport,
    async serve(answer) {
      const received: ReceivedRequest[] = []
      const url = await serveHttp((request, response) => void reply(request, response, answer, received))
      return { url, received }
    },
  }
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers = {}, body = "", fault }: ServedAnswer,
  received: ReceivedRequest[],
): Promise<void> {
  const text = (await readAll(request)).toString("utf8")
  received.push({ method: request.method ?? "", headers: request.headers as Record<string, string>, body: text })
  if (fault === "never") return
  if (fault === "break") request.socket.destroy()
  else if (fault === undefined) response.writeHead(status, headers).end(body)
  else {
    response.writeHead(status, { ...headers, "content-length": "1000" })
    response.write(body, () => {
      if (fault === "break-body") request.socket.destroy()
    })
  }
}

/** The fake one answers from the same descriptions. */
function fake(): TransportSubject {
  const answers = new Map<string, { readonly answer: ServedAnswer; readonly received: ReceivedRequest[] }>()
  const broken = () => new PristineError("connection", "The connection broke", { maybeExecuted: true })
  const transport = fakeTransport(({ url, method, headers, body }) => {
    const served = answers.get(url)
    if (served === undefined) return new Error(`Nobody serves ${url}`)
    const { status, headers: answered, body: text = "", fault } = served.answer
    const sent = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
    served.received.push({ method, headers: sent, body: typeof body === "string" ? body : "" })
    if (fault === "never") return undefined
    if (fault === "break") return broken()
    const chunks = async function* () {
      yield new TextEncoder().encode(text)
      if (fault === "break-body") throw broken()
      await new Promise<never>(() => undefined)
    }
    return {
      ...(status !== undefined && { status }),
      ...(answered !== undefined && { headers: answered }),
      body: fault === undefined ? text : chunks(),
    }
  })
  return {
    transport,
    serve(answer) {
      const url = `https://fake.test/${answers.size}`
      const received: ReceivedRequest[] = []
      answers.set(url, { answer, received })
      return Promise.resolve({ url, received })
    },
  }
}

/** An HTTP Archive holds answers that came, whole. */
const notInArchive: ReadonlySet<string> = new Set([
  "lets a stream be left early",
  "stops waiting for an answer that is given up, with the reason",
  "stops reading a body that is given up, with the reason",
  "fails with a typed error where there is no answer",
  "fails with a typed error where a body breaks off",
])

/** Each URL answers from a recording of its own, again and again, and so does what was recorded of any body. */
function replaying(): TransportSubject {
  const replays = new Map<string, { readonly transport: Transport; readonly received: ReceivedRequest[] }>()
  return {
    transport: {
      async send(request) {
        const { url, method, headers, body } = request
        const found = replays.get(url)
        if (found === undefined) throw new Error(`Nobody serves ${url}`)
        const response = await found.transport.send(request)
        const sent = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
        found.received.push({ method, headers: sent, body: typeof body === "string" ? body : "" })
        return response
      },
    },
    serve({ status = 200, headers = {}, body = "" }) {
      const url = `https://replay.test/${replays.size}`
      const entry: RecordedExchange = {
        request: { method: "ANY", url, headers: [] },
        response: {
          status,
          headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
          content: { mimeType: "text/plain", text: body },
        },
      }
      const entries = Array.from({ length: 10 }, () => entry)
      const log = { version: "1.2", creator: { name: "test", version: "1" }, entries }
      const received: ReceivedRequest[] = []
      replays.set(url, { transport: replayTraffic({ log }, { match: () => true }), received })
      return Promise.resolve({ url, received })
    },
  }
}

/** Each path is an operation whose handler answers. */
function mocking(): TransportSubject {
  const operations: MockedOperation[] = []
  const handlers: Record<string, MockHandler> = {}
  return {
    transport: mockTransport(operations, { handlers }),
    serve({ status = 200, headers = {}, body = "", fault }) {
      const route = `/${operations.length}`
      const received: ReceivedRequest[] = []
      const handler: MockHandler = ({ method, headers: sent, body: text }) => {
        received.push({ method, headers: Object.fromEntries(sent), body: typeof text === "string" ? text : "" })
        if (fault === "never") return new Promise<never>(() => undefined)
        if (fault === "break") throw new PristineError("connection", "The connection broke", { maybeExecuted: true })
        const chunks = new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(body))
            if (fault === "break-body") controller.error(new Error("The connection broke"))
          },
        })
        return new Response(status === 204 ? null : fault === undefined ? body : chunks, { status, headers })
      }
      for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const id = `${method} ${route}`
        handlers[id] = handler
        operations.push({ id, method, route, basePath: "", mock: { types: {}, answers: [] } })
      }
      return Promise.resolve({ url: `https://mock.test${route}`, received })
    },
  }
}

runContract("undici", transportContract, () => loopback(undiciTransport()))
runContract("fetch", transportContract, () => loopback(fetchTransport()))
runContract("logging around undici", transportContract, () =>
  loopback(loggingTransport(undiciTransport(), { write: () => undefined })),
)
runContract("adaptive around undici", transportContract, () => loopback(adaptiveTransport(undiciTransport())))
runContract("recording around undici", transportContract, () => loopback(recordTraffic(undiciTransport())))
runContract("following redirects around undici", transportContract, () => loopback(followRedirects(undiciTransport())))
runContract("traced around undici", transportContract, () => {
  const tracer = new BasicTracerProvider().getTracer("t")
  return loopback(openTelemetry({ tracer }).transport(undiciTransport()))
})
runContract("mocking", transportContract, mocking)
runContract("fake", transportContract, fake)
runContract(
  "replaying",
  transportContract.filter(({ name }) => !notInArchive.has(name)),
  replaying,
)

it("an archive has no answer that is late or that breaks off, and a replay keeps all the rest", () => {
  const names = transportContract.map(({ name }) => name)
  expect([...notInArchive].filter((name) => !names.includes(name))).toEqual([])
})

describe("the contract notices", () => {
  it.each<[name: string, change: (transport: Transport) => Transport]>([
    [
      "a transport that fails with another error",
      (inner) => ({
        send: (request) =>
          inner.send(request).catch((error: unknown) => {
            throw new Error("fetch failed", { cause: error })
          }),
      }),
    ],
    ["one that loses headers", (inner) => ({ send: (request) => inner.send({ ...request, headers: [] }) })],
    [
      "one that sends twice",
      (inner) => ({
        async send(request) {
          await (await inner.send(request)).body.cancel()
          return inner.send(request)
        },
      }),
    ],
    [
      "one that takes 5xx for a failure",
      (inner) => ({
        async send(request) {
          const response = await inner.send(request)
          if (response.status >= 500) throw new PristineError("http", "failed")
          return response
        },
      }),
    ],
  ])("%s", async (_, change) => {
    const make = (): TransportSubject => {
      const subject = fake()
      return { ...subject, transport: change(subject.transport) }
    }
    expect(await brokenPromises(transportContract, make)).not.toEqual([])
  })
})
