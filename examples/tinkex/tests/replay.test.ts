import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { forwardBackward } from "../src/proto/request-codec.ts"
import { bytesOf } from "./golden.ts"
import { recordedProgram } from "./recorded-program.ts"
import { startReplay } from "./replay-server.ts"
import { recorded, sent, type RequestFacts } from "./request-facts.ts"
import { sdks } from "./sdks.ts"
import { it } from "./test.ts"
import { readTrace } from "./trace.ts"

const trace = readTrace("python-wire-trace.jsonl")

/** What the recorded program gave to the numbered training request. */
const batch = (n: number) => forwardBackward.decode(bytesOf(trace[n - 1]?.request_body_base64 ?? ""))

const isPoll = ({ path }: RequestFacts): boolean => path.endsWith("/retrieve_future")

function byTicket(requests: readonly RequestFacts[]): readonly RequestFacts[] {
  return requests.filter(isPoll).sort((a, b) => (String(a.body) < String(b.body) ? -1 : 1))
}

describe("the recorded traffic of the official SDK", () => {
  it.each(sdks)("is what this SDK sends for the same program: %s", async (_, load) => {
    await using service = await startReplay(trace)
    // It stands still: the service let nobody wait, and whoever waited would never end.
    const clock = new VirtualClock()
    const options = { baseUrl: service.url, apiKey: "tml-test", clock, env: () => undefined }
    const results = await recordedProgram(await load(), options, [batch(9), batch(13), batch(15)])
    expect(service.left).toEqual([])
    const requests = service.requests.map(sent)
    const exchanges = trace.map(recorded)
    expect(requests.filter((request) => !isPoll(request))).toEqual(exchanges.filter((request) => !isPoll(request)))
    // A poll and the next submission are under way at the same time; which goes first means nothing.
    expect(byTicket(requests)).toEqual(byTicket(exchanges))
    const keys = service.requests.map(({ headers }) => new Map(headers).get("X-Idempotency-Key"))
    expect(new Set(keys.filter((key) => key !== undefined)).size).toBe(
      trace.filter(({ method }) => method !== "GET").length,
    )
    await expect(results).toMatchFileSnapshot("__snapshots__/replay.results.snap")
  })
})
