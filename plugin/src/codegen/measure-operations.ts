import type { ApiModel } from "../model/api-model.ts"
import type { ModuleGenerator } from "./generate-modules.ts"
import { resourcePart } from "./names.ts"
import type { GenerateOptions } from "./options.ts"

/**
 * Bytes of UTF-8 of each operation's code and of all schemas and codecs that it reaches, by id: without comments and
 * indentation, before anything is renamed.
 */
export function measureOperations(
  { operations }: ApiModel,
  generator: ModuleGenerator,
  options: GenerateOptions,
): ReadonlyMap<string, number> {
  const constantsOf = (part: Parameters<ModuleGenerator["generate"]>[0]) => generator.generate(part, options).constants
  const shared = new Map([...constantsOf("codecs"), ...(options.validate ? constantsOf("schemas") : [])])
  const facts = new Map([...shared].map(([name, code]) => [name, { size: sizeOf(code), uses: namesIn(code, shared) }]))
  const own = new Map(
    [...new Set(operations.map(({ resource }) => resourcePart(resource)))].map((part) => [part, constantsOf(part)]),
  )
  return new Map(
    operations.map(({ id, name, resource }) => {
      const code = own.get(resourcePart(resource))?.get(name) ?? ""
      const reached = new Set(namesIn(code, shared))
      let bytes = sizeOf(code)
      for (const each of reached) {
        const { size = 0, uses = [] } = facts.get(each) ?? {}
        bytes += size
        for (const next of uses) reached.add(next)
      }
      return [id, bytes]
    }),
  )
}

function sizeOf(code: string): number {
  return Buffer.byteLength(code.replaceAll(/\n\s*/g, ""))
}

/** Which of the constants a code names, under whatever free name it imports them. */
function namesIn(code: string, constants: ReadonlyMap<string, string>): readonly string[] {
  const words = (code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []).map((word) => word.replace(/\$\d+$/, ""))
  return [...new Set(words)].filter((word) => constants.has(word))
}
