/**
 * The plugin for Farm.
 *
 * @example
 * ```ts
 * // farm.config.ts
 * import pristine from "unplugin-pristine/farm"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const farm: typeof pristine.farm = pristine.farm

export default farm
export { farm as "module.exports" }
