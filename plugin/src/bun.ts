/**
 * The plugin for Bun's bundler.
 *
 * @example
 * ```js
 * // build.js, run with `bun build.js`
 * import pristine from "unplugin-pristine/bun"
 *
 * await Bun.build({ entrypoints: ["src/main.ts"], outdir: "dist", target: "bun", plugins: [pristine()] })
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const bun: typeof pristine.bun = pristine.bun

export default bun
export { bun as "module.exports" }
