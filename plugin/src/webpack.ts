/**
 * The plugin for webpack.
 *
 * @example
 * ```js
 * // webpack.config.js
 * import pristine from "unplugin-pristine/webpack"
 *
 * export default {
 *   plugins: [pristine()],
 * }
 * ```
 *
 * @module
 */
import { pristine } from "./index.ts"

const webpack: typeof pristine.webpack = pristine.webpack

export default webpack
export { webpack as "module.exports" }
