/** `node emit-pristine.mjs MANIFEST FOLDER [types]`: writes what the plugin's `load` hook serves, part by part. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { createModuleGenerator } from "../src/codegen/index.ts"
import { loadManifest } from "../src/manifest/index.ts"

const [manifest = "", folder = "", types] = process.argv.slice(2)
const text = readFileSync(manifest, "utf8")
const { model, errors = [], locate } = loadManifest(text, manifest)
if (!model) throw new Error(`${errors.length} errors`)
mkdirSync(folder, { recursive: true })
if (types === undefined) {
  const generator = createModuleGenerator(model)
  const name = (part: string): string => `${part.replaceAll(/\W/g, "-")}.js`
  for (const part of generator.parts) {
    const { code } = generator.generate(part, {
      importId: (other) => `./${name(other)}`,
      manifest: basename(manifest),
      validate: true,
      retry: true,
      defaultClient: true,
      positions: (pointer) => {
        const { line, column } = locate(pointer).start
        return { line, column: column - 1 }
      },
    })
    writeFileSync(join(folder, name(part)), code)
  }
} else {
  const { writeDeclarations } = await import("../src/types/index.ts")
  const copy = join(folder, basename(manifest))
  writeFileSync(copy, text)
  await writeDeclarations(model, {
    manifest: copy,
    target: "sibling",
    positions: (pointer) => {
      const { line, column } = locate(pointer).start
      return { line, column: column - 1 }
    },
  })
}
const { user, system } = process.cpuUsage()
process.stdout.write(`cpu ${user + system}\n`)
