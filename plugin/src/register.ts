/**
 * Manifests in Node without a bundler: `node --import unplugin-pristine/register app.js`.
 *
 * Throws where Node has no `module.registerHooks`: it came with 22.15 and 23.5. Writes no declarations:
 * `unplugin-pristine types` does.
 *
 * @module
 */
import * as nodeModule from "node:module"
import { createNodeHooks, type NodeHooks } from "./core/node-hooks.ts"
import { resolveOptions } from "./core/options.ts"

// Node 20 has no such export, and its types here are those of Node 20.
const { registerHooks } = nodeModule as { readonly registerHooks?: (hooks: NodeHooks) => unknown }
if (!registerHooks) {
  throw new Error(
    `[unplugin-pristine] "unplugin-pristine/register" needs Node 22.15, 23.5 or newer, and this is ${process.version}. ` +
      "Build the program with a bundler, or run it with a newer Node.",
  )
}
registerHooks(createNodeHooks(resolveOptions(), (message) => process.emitWarning(message, "PristineWarning")))
