import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { createViteHooks } from "../../src/core/vite-hooks.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"

interface VitestHook {
  readonly configureVitest: (context: object) => void
}

const hooks = createViteHooks({
  ids: createModuleIds([".pristine.json"], ".js"),
  createOptimizerPlugin: () => ({ name: "optimizer" }),
  cacheKey: (file) => `key of ${file}`,
  revise: () => Promise.resolve([]),
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

it.each<[what: string, text: string, order: readonly string[]]>([
  ["at once", "{}", ["revised {}"]],
  ["when the rest of it is there, if an editor emptied it first", "", ["waited", "revised {}"]],
])("looks at a saved manifest %s", async (_, text, order) => {
  const folder = await createProject({ "a.pristine.json": text })
  const file = join(folder, "a.pristine.json")
  const done: string[] = []
  const { hotUpdate } = createViteHooks({
    ids: createModuleIds([".pristine.json"], ".js"),
    createOptimizerPlugin: () => ({ name: "optimizer" }),
    cacheKey: () => null,
    revise: async (revised) => {
      done.push(`revised ${await readFile(revised, "utf8")}`)
      return []
    },
    settle: () => Promise.resolve(),
  }) as unknown as { readonly hotUpdate: (this: object, update: object) => Promise<unknown> }
  const environment = { name: "client", moduleGraph: { getModulesByFile: () => new Set(["a part"]) } }
  const read = async (): Promise<string> => {
    done.push("waited")
    await writeFile(file, "{}")
    return "{}"
  }
  expect(await hotUpdate.call({ environment }, { file, modules: ["itself"], read })).toEqual(["itself", "a part"])
  expect(done).toEqual(order)
})
