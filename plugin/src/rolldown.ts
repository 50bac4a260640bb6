/**
 * The plugin for Rolldown.
 *
 * @example
 * ```ts
 * // rolldown.config.ts
 * import pristine from "unplugin-pristine/rolldown"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const rolldown: typeof pristine.rolldown = pristine.rolldown

export default rolldown
export { rolldown as "module.exports" }
