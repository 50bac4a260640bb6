import { describe, expect } from "vitest"
import { ResourceStack } from "../../src/testing/resource-stack.ts"
import { it } from "../test.ts"

describe("resources", () => {
  it("are closed in reverse, one after the other", async () => {
    const closed: string[] = []
    const stack = new ResourceStack()
    const first = { [Symbol.dispose]: () => void closed.push("first") }
    expect(stack.use(first)).toBe(first)
    stack.use({
      [Symbol.asyncDispose]: async () => {
        await Promise.resolve()
        closed.push("second")
      },
    })
    stack.defer(() => closed.push("third"))
    await stack[Symbol.asyncDispose]()
    expect(closed).toEqual(["third", "second", "first"])
  })

  it("are closed once, also those that were opened while others closed", async () => {
    const closed: string[] = []
    const stack = new ResourceStack()
    stack.defer(() => {
      closed.push("outer")
      stack.defer(() => closed.push("late"))
    })
    await stack[Symbol.asyncDispose]()
    await stack[Symbol.asyncDispose]()
    expect(closed).toEqual(["outer", "late"])
  })

  const broken = (text: string) => () => Promise.reject(new Error(text))
  it.each([
    ["one", [broken("a")], /^a$/],
    ["several", [broken("a"), broken("b")], /2 resources failed to close/],
  ])("are all closed when %s fails, which is told", async (_, closers, message) => {
    let closed = false
    const stack = new ResourceStack()
    stack.defer(() => (closed = true))
    for (const close of closers) stack.defer(close)
    await expect(stack[Symbol.asyncDispose]()).rejects.toThrow(message)
    expect(closed).toBe(true)
  })
})
