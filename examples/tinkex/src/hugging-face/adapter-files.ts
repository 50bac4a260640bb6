import { readdir, readFile, writeFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { PristineError } from "pristine-runtime"

/** The regular files of a checkpoint, by their paths with slashes, in order of their names. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort()
}

/** Throws a `PristineError` (code `decode`) unless the files are a complete PEFT adapter. */
export function checkAdapter(files: readonly string[]): void {
  const has = (...names: readonly string[]): boolean => names.some((name) => files.includes(name))
  if (!has("adapter_config.json") || !has("adapter_model.safetensors", "adapter_model.bin")) {
    throw new PristineError(
      "decode",
      "The checkpoint is no PEFT adapter: it lacks adapter_config.json, or adapter_model.safetensors",
    )
  }
  if (!has("checkpoint_complete"))
    throw new PristineError("decode", "The checkpoint lacks checkpoint_complete, so its files may be incomplete")
}

/** Writes the base model into the adapter's configuration where it names none: PEFT loads it by that name. */
export async function nameBaseModel(folder: string, baseModel: string): Promise<void> {
  const file = join(folder, "adapter_config.json")
  let config: unknown
  try {
    config = JSON.parse(await readFile(file, "utf8"))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  if (typeof config !== "object" || config === null)
    throw new PristineError("decode", "The checkpoint's adapter_config.json is no JSON object")
  if ("base_model_name_or_path" in config && typeof config.base_model_name_or_path === "string") return
  await writeFile(file, `${JSON.stringify({ ...config, base_model_name_or_path: baseModel }, undefined, 2)}\n`)
}
