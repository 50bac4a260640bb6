/**
 * The plugin for esbuild.
 *
 * @example
 * ```js
 * import { build } from "esbuild"
 * import pristine from "unplugin-pristine/esbuild"
 *
 * await build({ entryPoints: ["src/main.ts"], bundle: true, outdir: "dist", plugins: [pristine()] })
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const esbuild: typeof pristine.esbuild = pristine.esbuild

export default esbuild
export { esbuild as "module.exports" }
