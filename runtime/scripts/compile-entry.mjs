import { build } from "esbuild"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

const runtime = fileURLToPath(new URL("..", import.meta.url))

/**
 * Compiles a TypeScript entry with the runtime's sources to a file that Node runs; packages stay outside.
 *
 * @param {string} entry Path of the entry; its name must be its own among all.
 * @returns {Promise<string>} Path of the file.
 */
export async function compileEntry(entry) {
  const outfile = `${runtime}node_modules/.cache/entries/${basename(entry, ".ts")}.mjs`
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: {
      "#check-options": `${runtime}src/core/client/check-options.ts`,
      "#failure-codes": `${runtime}src/adapters/transport/failure-codes.ts`,
    },
    logLevel: "warning",
  })
  return outfile
}
