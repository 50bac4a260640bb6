import { relative } from "node:path"
import type { ApiModel } from "../model/api-model.ts"
import { readManifest, type ReadManifest } from "./read-manifest.ts"
import type { Terminal } from "./terminal.ts"

/** A manifest that is right. */
export type LoadedManifest = ReadManifest & { readonly model: ApiModel }

/**
 * Reads one manifest for a command that needs its model, and prints what is wrong with it. `undefined`: it has errors.
 * Rejects where the file cannot be read, with its name.
 */
export async function loadModel(file: string, terminal: Terminal): Promise<LoadedManifest | undefined> {
  const manifest = await readManifest(file, terminal).catch((error: unknown) => {
    const path = relative(terminal.cwd, file) || "."
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const { name, model, messages } = manifest
  if (messages.length > 0) terminal.err(messages.join("\n\n"))
  if (model) return { ...manifest, model }
  terminal.err(`failed ${name}`)
  return undefined
}
