import { build } from "@farmfe/core"
import { pristine } from "../../../src/index.ts"
import type { FarmRequest } from "./farm.ts"

const { root, src, path, entries, minify, options } = JSON.parse(process.argv[2] ?? "") as FarmRequest

for (const [name, file] of Object.entries(entries)) {
  await build({
    root,
    clearScreen: false,
    compilation: {
      mode: minify ? "production" : "development",
      input: { [name]: `./${file}` },
      output: {
        path: `${path}/${name}`,
        targetEnv: "node-next",
        format: "esm",
        entryFilename: "[entryName].mjs",
        filename: "[name].mjs",
      },
      // Entries that one process loads would find each other's modules.
      runtime: { namespace: name },
      resolve: { alias: { "@": src } },
      external: ["^undici$"],
      persistentCache: false,
      presetEnv: false,
      treeShaking: true,
      sourcemap: true,
      minify,
    },
    plugins: [pristine.farm(options)],
  })
}
