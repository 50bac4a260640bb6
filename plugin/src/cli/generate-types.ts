import { relative } from "node:path"
import type { Diagnostic } from "../diagnostics/index.ts"
import { codecModules, writeDeclarations, type DeclarationForm } from "../types/index.ts"
import { FileError } from "../disk/file-error.ts"
import { describeError } from "./describe-error.ts"
import { fileReason } from "./file-reason.ts"
import { keyPositions } from "./key-positions.ts"
import { readManifest } from "./read-manifest.ts"

/** What became of one manifest. */
export interface TypesResult {
  /** Relative to the working folder, as everything that is printed. */
  readonly manifest: string
  readonly status: "written" | "unchanged" | "stale" | "failed"
  readonly declarations?: string
  readonly form?: DeclarationForm
  readonly diagnostics: readonly Diagnostic[]
  /** The diagnostics with their code frames, and other failures, ready to print. */
  readonly messages: readonly string[]
  /** Absolute paths of other files that decided the result. */
  readonly dependencies: readonly string[]
}

export interface GenerateTypesOptions {
  readonly cwd: string
  readonly check: boolean
  readonly color: boolean
}

/** Writes the declarations of one manifest, or with `check` finds out whether they are as they would be written. */
export async function generateTypes(file: string, options: GenerateTypesOptions): Promise<TypesResult> {
  const manifest = relative(options.cwd, file)
  const failed = (message: string): TypesResult => ({
    manifest,
    status: "failed",
    diagnostics: [],
    messages: [message],
    dependencies: [],
  })
  try {
    const { text, model, diagnostics, messages } = await readManifest(file, options)
    if (!model) return { ...failed(""), diagnostics, messages }
    const written = await writeDeclarations(model, {
      manifest: file,
      positions: keyPositions(text, manifest),
      check: options.check,
    })
    return {
      manifest,
      status: !written.changed ? "unchanged" : options.check ? "stale" : "written",
      declarations: relative(options.cwd, written.file),
      form: written.form,
      diagnostics,
      messages,
      dependencies: codecModules(model, file),
    }
  } catch (error) {
    // What cannot be written is another file than the manifest.
    return failed(error instanceof FileError ? describeError(error, options.cwd) : `${manifest}: ${fileReason(error)}`)
  }
}
