/**
 * The plugin for Rspack.
 *
 * @example
 * ```js
 * // rspack.config.js
 * import pristine from "unplugin-pristine/rspack"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const rspack: typeof pristine.rspack = pristine.rspack

export default rspack
export { rspack as "module.exports" }
