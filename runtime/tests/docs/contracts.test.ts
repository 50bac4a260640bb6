import { readFile } from "node:fs/promises"
import { build } from "esbuild"
import { afterEach, describe, expect, vi } from "vitest"
import { it } from "../test.ts"

/**
 * Runs the code of docs/contracts.md as it stands there: its files by the names in their first lines, the runtime's
 * sources under the runtime's name, and this file's own test framework.
 */
const root = new URL("../../../", import.meta.url)
const page = await readFile(new URL("docs/contracts.md", root), "utf8")
const files = new Map<string, string>()
for (const [, name = "", code = ""] of page.matchAll(/```ts\n\/\/ (\S+)\n([^]*?)```/g)) files.set(`./${name}`, code)

const framework = Symbol.for("pristine:docs/contracts")
Object.assign(globalThis, { [framework]: { afterEach, describe, it, vi } })

async function load(name: string): Promise<void> {
  const bundle = await build({
    stdin: { contents: files.get(name) ?? "", loader: "ts", resolveDir: root.pathname },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    logLevel: "silent",
    plugins: [
      {
        name: "page",
        setup(plugin) {
          const source = (path: string) => new URL(`runtime/src/${path}`, root).pathname
          plugin.onResolve({ filter: /^pristine-runtime$/ }, () => ({ path: source("index.ts") }))
          plugin.onResolve({ filter: /^pristine-runtime\/testing$/ }, () => ({ path: source("testing/index.ts") }))
          plugin.onResolve({ filter: /^(?:vitest|\.\/cockatiel-.*)$/ }, ({ path }) => ({ path, namespace: "page" }))
          plugin.onLoad({ filter: /.*/, namespace: "page" }, ({ path }) => ({
            contents:
              path === "vitest"
                ? `export const { afterEach, describe, it, vi } = globalThis[Symbol.for("pristine:docs/contracts")]`
                : (files.get(path) ?? ""),
            loader: "ts",
            resolveDir: root.pathname,
          }))
        },
      },
    ],
  })
  const code = Buffer.from(bundle.outputFiles[0]?.text ?? "").toString("base64")
  await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)
}

it("shows an adapter and its test", () => {
  expect([...files.keys()]).toEqual(["./cockatiel-breaker.ts", "./cockatiel-breaker.test.ts"])
})

await load("./cockatiel-breaker.test.ts")
