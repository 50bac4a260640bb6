import { expect } from "vitest"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { run } from "./run-generated.ts"

it("sends parameters by their names on the wire, wherever they stand", async () => {
  const model = modelOf({
    base_url: "https://a.test",
    endpoints: {
      get_pet: {
        method: "GET",
        path: "/owners/{owner}/pets/{id}",
        parameters: {
          pet_id: { type: "integer", alias: "id" },
          page_size: { type: "integer", alias: "pageSize" },
          trace: { type: "string", in: "header", alias: "X-Trace" },
        },
      },
    },
  })
  const { request } = (await run(
    model,
    `
    import api, { createClient } from "api"
    const client = createClient({ transport: { send: () => new Promise(() => {}) } })
    export const request = await api.getPet.request({ owner: "ann", pet_id: 7, page_size: 2, trace: "t" }, { client })
  `,
  )) as { readonly request: { readonly url: string; readonly headers: Headers } }
  expect(request.url).toBe("https://a.test/owners/ann/pets/7?pageSize=2")
  expect(request.headers.get("X-Trace")).toBe("t")
})
