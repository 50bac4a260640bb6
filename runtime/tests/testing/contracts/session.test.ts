import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { sessionContract, type SessionSubject } from "../../../src/testing/contracts/session-contract.ts"
import { bench, spec } from "../../core/fixture.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

/** A port as an SDK writes it: three operations of a generated client. */
function operationsPort(): SessionSubject {
  let last = 0
  const open = new Set<string>()
  const { client } = bench(({ url, method }) => {
    const id = url.split("/").at(-1) ?? ""
    if (method === "POST") {
      open.add(String(++last))
      return { body: { id: String(last) } }
    }
    if (!open.has(id)) return { status: 404 }
    if (method === "DELETE") open.delete(id)
    return { body: {} }
  })
  const call = (method: string, id: unknown, signal: AbortSignal) =>
    defineOperation(() => spec({ id: method, method, path: () => `/${String(id)}` }))({}, { client, signal })
  return {
    create: async (signal) => ((await call("POST", "", signal)) as { id: string }).id,
    async heartbeat(state, signal) {
      await call("GET", state, signal)
    },
    async close(state, signal) {
      await call("DELETE", state, signal)
    },
  }
}

runContract("P a port over operations", sessionContract, operationsPort)
runContract("P a port without an end", sessionContract, () => {
  const port = operationsPort()
  return {
    create: (signal) => port.create(signal),
    heartbeat: (state, signal) => port.heartbeat(state, signal),
  }
})

describe("P the contract notices", () => {
  const live = () => new AbortController().signal
  it.each<[name: string, change: (port: SessionSubject) => SessionSubject]>([
    [
      "one session for all",
      (port) => {
        let only: Promise<unknown> | undefined
        return { ...port, create: () => (only ??= port.create(live())) }
      },
    ],
    ["a creation that cannot be given up", (port) => ({ ...port, create: () => port.create(live()) })],
    [
      "a heartbeat that cannot be given up",
      (port) => ({ ...port, heartbeat: (state) => port.heartbeat(state, live()) }),
    ],
    [
      "an end that cannot be given up",
      (port) => ({ ...port, close: (state) => port.close?.(state, live()) ?? Promise.resolve() }),
    ],
  ])("%s", async (_, change) => {
    expect(await brokenPromises(sessionContract, () => change(operationsPort()))).not.toEqual([])
  })
})
