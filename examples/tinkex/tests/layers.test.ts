import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect } from "vitest"
import { findCircles, readImports } from "../../../runtime/tests/read-imports.ts"
import { importsOf, moduleImports, type ModuleImport } from "./module-imports.ts"
import { it } from "./test.ts"

const source = fileURLToPath(new URL("../src", import.meta.url))
const files = await readImports(source)

const root = fileURLToPath(new URL("..", import.meta.url))
const folders = ["src", "local-service", "examples", "bench", "quickstart", "scripts"]
const imports = await moduleImports(root, folders)

/** Entries of the runtime that are for everybody: `generated` is what generated code stands on. */
const entries = await publicEntries()

async function publicEntries(): Promise<readonly string[]> {
  const text = await readFile(join(root, "../../runtime/package.json"), "utf8")
  const { exports } = JSON.parse(text) as { readonly exports: Readonly<Record<string, unknown>> }
  const others = ["./generated", "./package.json"]
  return Object.keys(exports).flatMap((key) => (others.includes(key) ? [] : [`pristine-runtime${key.slice(1)}`]))
}

/** What the local service shares with the SDK: the protocol's messages, its smallest words and how options are checked, not what sends. */
const shared = [
  "src/proto/",
  "src/data/tensor-container.ts",
  "src/tokenizers/byte-tokenizer.ts",
  "src/version.ts",
  "src/options/check-options.ts",
]

/** The command line's entry hands on to the local service's command, and completion offers its flags. */
const overTheService = ["src/cli/main.ts", "src/cli/completion/list-completions.ts"]

/** Why an import is not one of the package's own ways, if it is none. */
function fault({ file, target, isRelative }: ModuleImport): string | undefined {
  if (!isRelative) {
    const isRuntime = target === "pristine-runtime" || target.startsWith("pristine-runtime/")
    return isRuntime && !entries.includes(target) ? "no public entry of the runtime" : undefined
  }
  if (target.startsWith("..") || target.startsWith("/")) return "leaves the package"
  const [from, to] = [file.split("/")[0], target.split("/")[0]]
  if (from === "local-service" && to === "src" && !shared.some((path) => target.startsWith(path)))
    return "the local service takes the SDK for its client"
  if (from === "src" && to !== "src" && !(overTheService.includes(file) && to === "local-service"))
    return "the SDK stands without it"
  return undefined
}

/** What only these folders take, beside parts of Node: no page of a browser loads them. */
const ofFolders = new Map([
  ["checkpoint-files", ["tar"]],
  ["hugging-face", ["@huggingface/hub"]],
  ["cli", ["commander"]],
])

/** Takes the types of Node's modules alone: a page's bundle is looked through in browser.test.ts. */
const ofNode = ["node-module.ts"]

/** Libraries that only one file may know, and only who asks for it gets. */
const peers: Readonly<Record<string, string>> = {
  "autodiff/jax.ts": "@jax-js/jax",
  "tokenizers/hugging-face-tokenizer.ts": "@huggingface/tokenizers",
  "tokenizers/tiktoken-tokenizer.ts": "js-tiktoken/lite",
}

describe("an import", () => {
  it.each([
    ["a static one", 'import { x } from "pristine-runtime/dist/core.js"', "no public entry of the runtime"],
    ["one for its effect", 'import "pristine-runtime/generated"', "no public entry of the runtime"],
    ["one that comes later", 'await import("pristine-runtime/src/index.ts")', "no public entry of the runtime"],
    ["one that hands on", 'export * from "../../../runtime/src/index.ts"', "leaves the package"],
    ["one of types", 'import type { X } from "../../../runtime/src/index.ts"', "leaves the package"],
    ["one of a type alone", 'let x: import("../../../plugin/src/index.ts").X', "leaves the package"],
    ["the local service in the SDK", 'import "../local-service/clock.ts"', "the SDK stands without it"],
    ["a public entry", 'import { x } from "pristine-runtime/testing"', undefined],
    ["a neighbour", 'import "./other.ts"', undefined],
    ["one in a text", "const x = 'import \"pristine-runtime/generated\"'", undefined],
  ])("is told apart: %s", (_, text, want) => {
    expect(importsOf("src/a.ts", text).map(fault).find(Boolean)).toBe(want)
  })

  it("of anywhere in the package goes to a public entry of the runtime, or goes the package's own way", () => {
    expect(new Set(imports.map(({ file }) => file.split("/")[0]))).toEqual(new Set(folders))
    expect(imports.flatMap((one) => (fault(one) ? [`${one.file} → ${one.target}: ${fault(one)}`] : []))).toEqual([])
  })

  it("leads in no circle through the folders of the local service", async () => {
    expect(findCircles(await readImports(join(root, "local-service")))).toEqual([])
  })
})

describe("the SDK", () => {
  it("has no circle of imports that run", () => {
    expect(findCircles(files)).toEqual([])
  })

  it("takes from the runtime what is public, and nothing that the runtime is for", async () => {
    const strangers: string[] = []
    for (const file of files.keys()) {
      if (file.startsWith("proto/gen/")) continue
      const text = await readFile(join(source, file), "utf8")
      for (const { target: specifier, isRelative } of importsOf(file, text)) {
        if (isRelative) continue
        const own = ofFolders.get(file.split("/")[0] ?? "")
        const known = [...entries, "#tinker.pristine.json", "@bufbuild/protobuf", ...(own ?? [])]
        const isKnown =
          known.includes(specifier) ||
          peers[file] === specifier ||
          ((own !== undefined || ofNode.includes(file)) && specifier.startsWith("node:"))
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
