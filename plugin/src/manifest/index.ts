export { loadManifest, type LoadResult } from "./load-manifest.ts"
export { parseSource } from "./source/parse-source.ts"
export type { ParsedSource } from "./source/parsed-source.ts"
export { positionsOf } from "./source/positions-of.ts"
