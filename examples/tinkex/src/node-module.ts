import type * as childProcess from "node:child_process"
import type * as files from "node:fs/promises"
import type * as path from "node:path"
import { PristineError } from "pristine-runtime"

/** Modules that parts of the SDK use which a page may load. */
interface NodeModules {
  readonly child_process: typeof childProcess
  readonly "fs/promises": typeof files
  readonly path: typeof path
}

/**
 * A module of Node, without an import that a bundler for browsers would look for.
 *
 * @param purpose What needs it, for the error.
 * @throws PristineError with code `config` on a platform that has no such modules.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name, purpose: string): NodeModules[Name] {
  const { process } = globalThis as { readonly process?: Partial<NodeJS.Process> }
  const found = process?.getBuiltinModule?.(name)
  if (found === undefined) throw new PristineError("config", `${purpose} needs Node, Deno or Bun`)
  return found
}
