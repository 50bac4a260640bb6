import { writeChanged } from "../disk/write-changed.ts"
import type { ApiModel } from "../model/api-model.ts"
import {
  describeMissingImport,
  importsDeclaration,
  siblingDeclaration,
  type DeclarationForm,
} from "./declaration-target.ts"
import { generateDeclarations, type DeclarationOptions } from "./generate-declarations.ts"

export interface WriteOptions extends Pick<DeclarationOptions, "manifest" | "positions" | "pause" | "memory"> {
  /** Default: `imports` where the nearest package names the manifest so, else `sibling`. */
  readonly target?: DeclarationForm
  /** `true`: writes nothing and only says what it would have written. Default false. */
  readonly check?: boolean
}

export interface WrittenDeclarations {
  /** Absolute path of the declaration file; its map has `.map` appended. */
  readonly file: string
  readonly form: DeclarationForm
  /** The file or its map was missing or different. */
  readonly changed: boolean
}

/**
 * Writes the declarations of a manifest and their map, each only when its content changes, so that nobody who watches
 * the files is woken for nothing. Plugin, command line and watch mode all come here and give the same bytes.
 */
export async function writeDeclarations(model: ApiModel, options: WriteOptions): Promise<WrittenDeclarations> {
  const { target, check = false, ...rest } = options
  const { file, form } = await chooseFile(options.manifest, target)
  const { code, map } = await generateDeclarations(model, { ...rest, file })
  // The map first: an editor that wakes up for the declaration finds it.
  const results = []
  for (const [path, content] of [[`${file}.map`, map] as const, [file, code] as const]) {
    results.push(await writeChanged(path, content, { check }))
  }
  return { file, form, changed: results.includes(true) }
}

async function chooseFile(
  manifest: string,
  target: DeclarationForm | undefined,
): Promise<{ readonly file: string; readonly form: DeclarationForm }> {
  const imported = target === "sibling" ? undefined : await importsDeclaration(manifest)
  if (imported !== undefined) return { file: imported, form: "imports" }
  if (target === "imports") throw new Error(await describeMissingImport(manifest))
  return { file: siblingDeclaration(manifest), form: "sibling" }
}
