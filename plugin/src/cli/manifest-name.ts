import { basename } from "node:path"

/** What files and folders made from a manifest are called: `src/pets.pristine.json` → `pets`. */
export function manifestName(file: string): string {
  return basename(file).replace(/(?:\.pristine)?\.(?:json|ya?ml)$/, "")
}
