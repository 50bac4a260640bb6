/**
 * The plugin for Vite.
 *
 * @example
 * ```ts
 * // vite.config.ts
 * import pristine from "unplugin-pristine/vite"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const vite: typeof pristine.vite = pristine.vite

export default vite
export { vite as "module.exports" }
