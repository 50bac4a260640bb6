import { PristineError } from "pristine-runtime"

/** Says what to install where an optional package is not there; any other failure stays what it is. */
export function missingPackage(name: string, error: unknown): unknown {
  const { code } = error as { code?: unknown }
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return error
  return new PristineError("config", `This tokenizer needs the package ${name}: npm install ${name}`, { cause: error })
}
