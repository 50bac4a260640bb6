export { manifestJsonSchema } from "./json-schema.ts"
export { loadManifest, type LoadResult } from "./load-manifest.ts"
export { positionsOf } from "./source/positions-of.ts"
