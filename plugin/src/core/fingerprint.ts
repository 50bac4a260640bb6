import { createHash } from "node:crypto"
import type { ResolvedOptions } from "./options.ts"

/**
 * Names a generator and those of its options that decide what it writes: part of the keys of persistent caches, which would otherwise keep code of another
 * version of the plugin for an unchanged manifest.
 */
export function fingerprint(
  version: string,
  { report: _, budget: __, ...options }: ResolvedOptions,
  content = "",
): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([version, options, content]))
    .digest("hex")
    .slice(0, 16)
  return `pristine-${version}-${hash}`
}
