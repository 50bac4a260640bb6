import { basename, dirname, posix, relative, resolve, sep } from "node:path"
import { createModuleGenerator, type Part } from "../codegen/index.ts"
import type { ResolvedOptions } from "../core/options.ts"
import type { ApiModel } from "../model/api-model.ts"
import { generateDeclarations, type Positions } from "../types/index.ts"

export interface GeneratedFilesOptions {
  /** Absolute path of the manifest. */
  readonly manifest: string
  /** Absolute path of the folder that the files will lie in. */
  readonly folder: string
  readonly positions: Positions
  readonly options: Pick<ResolvedOptions, "validate" | "retry" | "defaultClient" | "mock">
}

/** For toolchains that read the nearest package: the files are ES modules, and importing them does nothing. */
const packageFile = `${JSON.stringify({ type: "module", sideEffects: false }, undefined, 2)}\n`

/**
 * The modules that a bundler would get for a manifest, as files that import each other by relative paths, with
 * declarations beside them: text by file name. `index.js` is what an import of the manifest would be.
 */
export async function generatedFiles(
  model: ApiModel,
  { manifest, folder, positions, options }: GeneratedFilesOptions,
): Promise<ReadonlyMap<string, string>> {
  const generator = createModuleGenerator(model)
  const names = nameFiles(generator.parts)
  const nameOf = (part: Part): string => names.get(part) ?? ""
  const codeFrom = relative(folder, dirname(manifest)).split(sep).join("/")
  const { validate, retry, defaultClient, mock } = options
  const modules = generator.parts.map((part): [string, string] => {
    const { code } = generator.generate(part, {
      importId: (other) => `./${nameOf(other)}`,
      codeId: (specifier) => moveSpecifier(specifier, codeFrom),
      manifest: basename(manifest),
      validate,
      retry,
      defaultClient,
      mock,
      positions,
    })
    return [nameOf(part), code]
  })
  const { code, map } = await generateDeclarations(model, { manifest, file: resolve(folder, "index.d.ts"), positions })
  return new Map([...modules, ["index.d.ts", code], ["index.d.ts.map", map], ["package.json", packageFile]])
}

/** Distinct also where the file system takes capitals and small letters for the same. */
function nameFiles(parts: readonly Part[]): ReadonlyMap<Part, string> {
  const taken = new Set<string>()
  return new Map(
    parts.map((part) => {
      const stem = part === "root" ? "index" : part.replace(/^resource:$/, "resource").replace(":", ".")
      let name = stem
      for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}`
      taken.add(name.toLowerCase())
      return [part, `${name}.js`]
    }),
  )
}

/** What a manifest names by a relative path stands elsewhere for a file in another folder. */
function moveSpecifier(specifier: string, from: string): string {
  if (!specifier.startsWith(".")) return specifier
  const moved = posix.join(from, specifier)
  return moved.startsWith("../") ? moved : `./${moved}`
}
