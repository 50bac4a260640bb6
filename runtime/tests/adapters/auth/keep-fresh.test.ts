import { expect } from "vitest"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import type { TokenSource } from "../../../src/ports/auth.ts"
import { it } from "../../test.ts"

it("leaves a source that a manifest's code has made as it is: it caches by itself", () => {
  const source: TokenSource = { token: () => ({ value: "t" }) }
  expect(keepFresh(source)).toBe(source)
})
