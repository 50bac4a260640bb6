import { expect } from "vitest"
import { readPublicApi } from "./public-api.ts"
import { it } from "./test.ts"

it("exports what it did: a name more or less is seen in review", async () => {
  const api = await readPublicApi(new URL("../", import.meta.url))
  expect(api).not.toContain("unresolved")
  await expect(api).toMatchFileSnapshot("snapshots/public-api.txt")
})
