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
        const known = [...entries, "#tinker.pristine.json", "@bufbuild/protobuf", "node:child_process"]
        if (!known.includes(specifier)) strangers.push(`${file} → ${specifier}`)
      }
      if (/\bfetch\(/.test(text)) strangers.push(`${file} → fetch`)
    }
    expect(strangers).toEqual([])
  })
})
