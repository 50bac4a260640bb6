import { connect as connectSocket } from "node:net"
import { describe, expect } from "vitest"
import { VirtualClock } from "pristine-runtime/testing"
import { faultNames } from "../../../local-service/faults/fault-rule.ts"
import { it } from "../../test.ts"
import { withService, type TestClient } from "../client.ts"

const name = "X-Local-Service-Fault"

/** What a client without any kindness sees. */
interface Seen {
  /** Milliseconds that the service waited for, on its clock. */
  readonly waitMs?: number
  readonly status?: number
  readonly answers: number
  /** Whether there is as much of the last body as its length says, and whether that is JSON. */
  readonly body: "whole" | "missing" | "short" | "cut"
  readonly closed: boolean
  /** Sessions that there are afterwards. */
  readonly sessions: number
}

/** Sends one request over a socket of its own, and tells what came of it once other requests have been answered. */
async function send(
  client: TestClient,
  clock: VirtualClock,
  request: { readonly path: string; readonly body: string; readonly fault?: string; readonly waits: boolean },
): Promise<Seen> {
  const socket = connectSocket(client.service.port, "127.0.0.1")
  let [text, closed] = ["", false]
  socket.on("data", (bytes) => (text += bytes.toString()))
  socket.on("close", () => (closed = true))
  // A reset is told as an error and as the end.
  socket.on("error", () => (closed = true))
  const fields = [
    "Host: local",
    "X-API-Key: tml-test",
    "Content-Type: application/json",
    `Content-Length: ${request.body.length}`,
    ...(request.fault === undefined ? [] : [`${name}: ${request.fault}`]),
  ]
  socket.write(`POST /api/v1${request.path} HTTP/1.1\r\n${fields.join("\r\n")}\r\n\r\n${request.body}`)
  let waitMs: number | undefined
  if (request.waits) {
    await clock.armed()
    waitMs = clock.nextDelay
    await clock.advance(waitMs ?? 0)
  }
  for (let others = 0; others < 20; others++) await client.call("GET", "/healthz")
  const { json } = await client.call("GET", "/sessions")
  const last = text.split("HTTP/1.1 ").at(-1) ?? ""
  const [head = "", body = ""] = last.split("\r\n\r\n")
  const seen = {
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(last === "" ? {} : { status: Number(last.slice(0, 3)) }),
    answers: text.split("HTTP/1.1 ").length - 1,
    body: stateOf(body, Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)),
    closed,
    sessions: (json["sessions"] as readonly unknown[]).length,
  }
  socket.destroy()
  return seen
}

function stateOf(body: string, length: number): Seen["body"] {
  if (body === "") return "missing"
  if (body.length < length) return "short"
  try {
    JSON.parse(body)
    return "whole"
  } catch {
    return "cut"
  }
}

const answer = { answers: 1, body: "whole", closed: false, sessions: 1 } as const
const nothing = { answers: 0, body: "missing" } as const

const switches: readonly (readonly [string, Seen])[] = [
  ["503", { ...answer, status: 503, sessions: 0 }],
  ["429=7", { ...answer, status: 429, sessions: 0 }],
  ["late-500", { ...answer, status: 500 }],
  ["reset", { ...nothing, closed: true, sessions: 0 }],
  ["late-reset", { ...nothing, closed: true, sessions: 1 }],
  ["stall", { ...nothing, closed: false, sessions: 0 }],
  ["late-stall", { ...answer, status: 200, body: "short" }],
  ["truncate", { ...answer, status: 200, body: "short", closed: true }],
  ["shorten", { ...answer, status: 200, body: "cut" }],
  ["duplicate", { ...answer, status: 200, answers: 2 }],
  ["replay", { ...answer, status: 200, sessions: 2 }],
  ["reorder=5000", { ...answer, status: 200, waitMs: 5000 }],
  ["latency=250", { ...answer, status: 200, waitMs: 250 }],
]

const paused = ["paused_capacity", "paused_rate_limit"] as const

describe("every switch", () => {
  it("is in these tables", () => {
    const here = [...switches.map(([fault]) => fault), ...paused].map((fault) => fault.replace(/^late-|=.*/g, ""))
    for (const fault of faultNames) expect(here).toContain(fault)
  })

  describe.each(["flag", "header"])("by %s", (way) => {
    it.each(switches)("%s", async (fault, want) => {
      const clock = new VirtualClock()
      const faults = way === "flag" ? [`${fault}@create_session`] : []
      await withService({ clock, faults }, async (client) => {
        const request = {
          path: "/create_session",
          body: JSON.stringify({ tags: [] }),
          ...(way === "header" && { fault }),
          waits: want.waitMs !== undefined,
        }
        expect(await send(client, clock, request)).toEqual(want)
      })
    })

    it.each(paused)("%s", async (state) => {
      const fault = `${state}=upgrading`
      await withService({ faults: way === "flag" ? [`${fault}*1`] : [] }, async (client) => {
        const headers: Record<string, string> = way === "header" ? { [name]: fault } : {}
        const { modelId } = await client.createModel()
        const { json } = await client.post("/optim_step", { model_id: modelId, seq_id: 1, adam_params: {} }, headers)
        const poll = async () =>
          (await client.post("/retrieve_future", { request_id: json["request_id"] }, headers)).json
        expect(await poll()).toMatchObject({ queue_state: state, queue_state_reason: "upgrading" })
        expect(await poll()).toEqual({ metrics: { "step:max": 1 } })
      })
    })
  })
})

describe("a list in the header", () => {
  const ask = async (client: TestClient, count: number, fault: string, path = "/sessions") => {
    const statuses: number[] = []
    for (let nth = 0; nth < count; nth++)
      statuses.push((await client.call("GET", path, undefined, { [name]: fault })).status)
    return statuses
  }

  it.each([
    { list: "503", want: [503, 200, 200, 200] },
    { list: "503, 429", want: [503, 429, 200, 200] },
    { list: "503*2, 429", want: [503, 503, 429, 200] },
    { list: "503:1", want: [503, 503, 503, 503] },
    { list: "503:1*2", want: [503, 503, 200, 200] },
    { list: "503:0.00001", want: [200, 200, 200, 200] },
    { list: "none, 503", want: [200, 503, 200, 200] },
    { list: "none", want: [200, 200, 200, 200] },
    { list: "503@checkpoints, 429", want: [429, 200, 200, 200] },
    { list: "paused_capacity, 429", want: [429, 200, 200, 200] },
  ])("$list", async ({ list, want }) => {
    await withService({}, async (client) => {
      expect(await ask(client, 4, list)).toEqual(want)
    })
  })

  it("has its turns at each endpoint, and again after other switches", async () => {
    await withService({}, async (client) => {
      expect(await ask(client, 2, "503")).toEqual([503, 200])
      expect(await ask(client, 2, "503", "/checkpoints")).toEqual([503, 200])
      expect(await ask(client, 2, "502")).toEqual([502, 200])
      client.service.setFaults([])
      expect(await ask(client, 2, "503")).toEqual([503, 200])
    })
  })

  it("meets as many requests as its rate says, the same for the same seed", async () => {
    const met = async (faultSeed: number) => {
      let statuses: readonly number[] = []
      await withService({ faultSeed }, async (client) => {
        statuses = await ask(client, 60, "503:0.3")
      })
      return statuses
    }
    const first = await met(1)
    expect(await met(1)).toEqual(first)
    expect(await met(2)).not.toEqual(first)
    const count = first.filter((status) => status === 503).length
    expect(count).toBeGreaterThan(8)
    expect(count).toBeLessThan(30)
  })
})
