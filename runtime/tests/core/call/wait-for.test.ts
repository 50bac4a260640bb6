import { describe, expect } from "vitest"
import { waitFor } from "../../../src/core/call/wait-for.ts"
import { it } from "../../test.ts"

describe("waiting for shared work", () => {
  it("gives what it comes to", async () => {
    const { signal } = new AbortController()
    expect(await waitFor(Promise.resolve(1), undefined)).toBe(1)
    expect(await waitFor(Promise.resolve(1), signal)).toBe(1)
    await expect(waitFor(Promise.reject(new Error("no")), signal)).rejects.toThrow("no")
  })

  it("ends with its own signal only", async () => {
    const abort = new AbortController()
    const shared = new Promise<number>((resolve) => setImmediate(() => resolve(1)))
    const mine = waitFor(shared, abort.signal)
    const reason = new Error("enough")
    abort.abort(reason)
    await expect(mine).rejects.toBe(reason)
    await expect(waitFor(shared, abort.signal)).rejects.toBe(reason)
    expect(await shared).toBe(1)
  })
})
