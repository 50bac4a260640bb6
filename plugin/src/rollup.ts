/**
 * The plugin for Rollup.
 *
 * @example
 * ```ts
 * // rollup.config.js
 * import pristine from "unplugin-pristine/rollup"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const rollup: typeof pristine.rollup = pristine.rollup

export default rollup
export { rollup as "module.exports" }
