import { expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle } from "./run-generated.ts"

const get = { method: "GET", path: "/" }
const model = modelOf({
  auth: { admin: { type: "bearer", env: "ADMIN", server: true } },
  endpoints: { open: get, marked: { ...get, server: true }, secret: { ...get, auth: "admin" } },
})

it.each([
  ["marked", true],
  ["secret", true],
  ["open", false],
])("%s links the guard of operations for servers: %s", async (name, want) => {
  const text = await bundle(model, `export { ${name} } from "api"`)
  expect([text.includes("guard: serverOnly"), text.includes("function serverOnly(")]).toEqual([want, want])
})
