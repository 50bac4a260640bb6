import type { TransportRequest } from "pristine-runtime"
import { fakeTransport, VirtualClock, type FakeAnswer } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { outageWatch } from "../../src/logging/outage-watch.ts"
import { fakeTinker, type FakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"

const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
const warnings = (tinker: FakeTinker): string[] => tinker.log.filter((line) => line.startsWith("Cannot reach"))

/** A service that answers with these, then as usual. */
function failing(answers: readonly (Error | FakeAnswer)[]): FakeTinker {
  return fakeTinker({ "client/config": (_, nth) => answers[nth] })
}

async function connected(tinker: FakeTinker): Promise<void> {
  const ready = tinker.service.createRestClient()
  await tinker.clock.advance(300_000)
  await ready
  await tinker.service.close()
}

describe("a service that cannot be reached", () => {
  it("is told of once, after ten seconds", async () => {
    const tinker = failing(Array.from({ length: 12 }, () => refused))
    const ready = tinker.service.createRestClient()
    await tinker.clock.advance(9_000)
    expect(warnings(tinker)).toEqual([])
    await tinker.clock.advance(291_000)
    await ready
    expect(warnings(tinker)).toEqual([
      expect.stringMatching(
        /^Cannot reach http:\/\/127\.0\.0\.1:1 for 1\d seconds \(ECONNREFUSED\); calls are tried again for some minutes$/,
      ),
    ])
    await tinker.service.close()
  })

  it("is told of again after it answered", async () => {
    const away = Array.from({ length: 6 }, () => refused)
    const tinker = failing([...away, { status: 503, body: {} }, ...away.slice(0, 5), { status: 503, body: {} }])
    await connected(tinker)
    expect(warnings(tinker)).toHaveLength(2)
  })

  it.each<[string, readonly (Error | FakeAnswer)[]]>([
    ["it answers, however badly", Array.from({ length: 12 }, () => ({ status: 503, body: {} }))],
    ["it is there again soon", [refused, refused]],
  ])("is not told of where %s", async (_, answers) => {
    const tinker = failing(answers)
    await connected(tinker)
    expect(warnings(tinker)).toEqual([])
  })
})

describe("a request that fails for another reason", () => {
  it.each<[string, Partial<TransportRequest>]>([
    ["of another address", { url: "https://huggingface.co/file" }],
    ["that was given up", { signal: AbortSignal.abort() }],
  ])("is not told of: one %s", async (_, given) => {
    const clock = new VirtualClock()
    const said: string[] = []
    const say = (line: string): void => void said.push(line)
    const log = { debug: say, info: say, warn: say, error: say }
    const transport = outageWatch(
      fakeTransport(() => refused),
      "http://127.0.0.1:1",
      clock,
      log,
    )
    const { signal } = new AbortController()
    const request = { method: "GET", url: "http://127.0.0.1:1/a", headers: [], timeouts: {}, signal, ...given }
    for (let nth = 0; nth < 3; nth += 1) {
      await expect(transport.send(request)).rejects.toThrow()
      await clock.advance(20_000)
    }
    expect(said).toEqual([])
  })
})
