import { readFile } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import type { ApiModel } from "../model/api-model.ts"

/** Absolute path of the module that declares a codec's value type, by the type's name. */
export type CodecTypes = ReadonlyMap<string, string>

/**
 * Finds the types whose value is not the shape that the manifest declares: those with a codec whose module exports a
 * TypeScript type of the same name. Only modules named by a relative path are looked at; the value of any other codec
 * is the declared shape.
 */
export async function findCodecTypes(model: Pick<ApiModel, "types">, manifest: string): Promise<CodecTypes> {
  const found = new Map<string, string>()
  for (const [name, { codec }] of model.types) {
    if (codec?.kind !== "code" || !codec.ref.module.startsWith(".")) continue
    const file = resolve(dirname(manifest), codec.ref.module)
    if (exportsType(await readSource(file), name)) found.set(name, file)
  }
  return found
}

/** Modules that decide what a declaration says: a change of one of them may change it. */
export function codecModules(model: Pick<ApiModel, "types">, manifest: string): readonly string[] {
  const modules = [...model.types.values()].flatMap(({ codec }) =>
    codec?.kind === "code" && codec.ref.module.startsWith(".") ? [resolve(dirname(manifest), codec.ref.module)] : [],
  )
  return [...new Set(modules)]
}

/** Whether TypeScript source exports a type of a name, under that name. Reads declarations and export lists. */
export function exportsType(source: string, name: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
  const declaration =
    /(?:^|[;}\s])export\s+(?:declare\s+)?(?:abstract\s+)?(?:interface|type|class)\s+([\p{ID_Start}_$][\p{ID_Continue}$]*)/gu
  for (const [, declared] of code.matchAll(declaration)) if (declared === name) return true
  for (const [, list = ""] of code.matchAll(/(?:^|[;}\s])export\s+(?:type\s+)?\{([^}]*)\}/g)) {
    for (const item of list.split(",")) if (item.trim().split(/\s+/).at(-1) === name) return true
  }
  return false
}

/** What TypeScript would read for an import of `file`; empty when there is nothing. */
async function readSource(file: string): Promise<string> {
  const script = /\.([cm]?)js$/
  const candidates = script.test(file) ? [file.replace(script, ".$1ts"), file.replace(script, ".d.$1ts"), file] : [file]
  for (const candidate of candidates) {
    try {
      return await readFile(candidate, "utf8")
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
    }
  }
  return ""
}
