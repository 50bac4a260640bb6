import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect } from "vitest"
import { findCircles, readImports } from "../../../runtime/tests/read-imports.ts"
import { it } from "./test.ts"

const source = fileURLToPath(new URL("../src", import.meta.url))
const files = await readImports(source)

/** Public entries of the runtime that the SDK stands on. */
const entries = ["pristine-runtime", "pristine-runtime/generated"]

/** What only these folders take, beside parts of Node: no page of a browser loads them. */
const ofFolders = new Map([
  ["checkpoint-files", ["tar"]],
  ["hugging-face", ["@huggingface/hub"]],
  ["cli", ["commander"]],
])

/** Libraries that only one file may know, and only who asks for it gets. */
const peers: Readonly<Record<string, string>> = {
  "autodiff/jax.ts": "@jax-js/jax",
  "tokenizers/hugging-face-tokenizer.ts": "@huggingface/tokenizers",
  "tokenizers/tiktoken-tokenizer.ts": "js-tiktoken/lite",
}

describe("the SDK", () => {
  it("has no circle of imports that run", () => {
    expect(findCircles(files)).toEqual([])
  })

  it("takes from the runtime what is public, and nothing that the runtime is for", async () => {
    const strangers: string[] = []
    for (const file of files.keys()) {
      if (file.startsWith("proto/gen/")) continue
      const text = await readFile(join(source, file), "utf8")
      for (const [, specifier = ""] of text.matchAll(/\bfrom\s+"([^".][^"]*)"/g)) {
        const own = ofFolders.get(file.split("/")[0] ?? "")
        const known = [...entries, "#tinker.pristine.json", "@bufbuild/protobuf", ...(own ?? [])]
        // node-module.ts takes types alone: a page's bundle is looked through in browser.test.ts.
        const mayTakeNode = own !== undefined || file === "node-module.ts"
        const isKnown =
          known.includes(specifier) || peers[file] === specifier || (mayTakeNode && specifier.startsWith("node:"))
        if (!isKnown) strangers.push(`${file} → ${specifier}`)
      }
      if (/\bfetch\(/.test(text)) strangers.push(`${file} → fetch`)
    }
    expect(strangers).toEqual([])
  })

  it("has an entry for every platform, which loads nothing of Node's", () => {
    const loaded = new Set<string>()
    const load = (file: string): void => {
      if (loaded.has(file)) return
      loaded.add(file)
      for (const { target } of files.get(file) ?? []) load(target)
    }
    load("index.ts")
    load("regularizers/index.ts")
    expect(loaded.size).toBeGreaterThan(30)
    expect([...loaded].filter((file) => ofFolders.has(file.split("/")[0] ?? ""))).toEqual([])
  })
})
