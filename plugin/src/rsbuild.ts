/**
 * The plugin for Rsbuild.
 *
 * @example
 * ```ts
 * // rsbuild.config.ts
 * import pristine from "unplugin-pristine/rsbuild"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const rsbuild: typeof pristine.rsbuild = pristine.rsbuild

export default rsbuild
export { rsbuild as "module.exports" }
