import { expect } from "vitest"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { createViteHooks } from "../../src/core/vite-hooks.ts"
import { it } from "../test.ts"

interface VitestHook {
  readonly configureVitest: (context: object) => void
}

const hooks = createViteHooks({
  ids: createModuleIds([".pristine.json"], ".js"),
  createOptimizerPlugin: () => ({ name: "optimizer" }),
  cacheKey: (file) => `key of ${file}`,
  revise: () => [],
  settle: () => Promise.resolve(),
}) as unknown as VitestHook

// Vitest 4 calls it experimental, Vitest 5 does not.
it.each(["defineCacheKeyGenerator", "experimental_defineCacheKeyGenerator"])(
  "gives generated modules a key of their own through %s",
  (name) => {
    const keys: unknown[] = []
    hooks.configureVitest({
      [name]: (generate: (module: { id: string }) => unknown) => {
        for (const id of [
          "/a.pristine.json.js?pristine=service",
          "/a.pristine.json.js",
          "/a.ts",
          "/a.pristine.json?raw",
        ])
          keys.push(generate({ id }))
      },
    })
    expect(keys).toEqual(["key of /a.pristine.json", "key of /a.pristine.json", null, null])
  },
)

it("asks nothing of a Vitest without module caches", () => {
  expect(() => hooks.configureVitest({})).not.toThrow()
})
