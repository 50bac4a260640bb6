import { readFile } from "node:fs/promises"
import { relative } from "node:path"
import { formatDiagnostic, type Diagnostic } from "../diagnostics/index.ts"
import { loadManifest } from "../manifest/index.ts"
import type { ApiModel } from "../model/api-model.ts"
import { explainUnreadable } from "./explain-unreadable.ts"
import type { Terminal } from "./terminal.ts"

/** A manifest as a command finds it. */
export interface ReadManifest {
  /** Relative to the working folder. */
  readonly name: string
  readonly text: string
  /** Absent where the manifest is wrong. */
  readonly model: ApiModel | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** The diagnostics with their code frames, ready to print. */
  readonly messages: readonly string[]
}

/** Reads and checks one manifest. Rejects where the file cannot be read, and says why. */
export async function readManifest(
  file: string,
  { cwd, color }: Pick<Terminal, "cwd" | "color">,
): Promise<ReadManifest> {
  const name = relative(cwd, file)
  const text = await readFile(file, "utf8").catch(async (error: unknown) => {
    throw new Error(await explainUnreadable(error, file, cwd), { cause: error })
  })
  const { model, errors = [], warnings } = loadManifest(text, name)
  const diagnostics = [...errors, ...warnings]
  const messages = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text, { color }))
  return { name, text, model, diagnostics, messages }
}
