import { writeFile } from "node:fs/promises"
import { defineConfig, type Plugin } from "vite"
import { manifestJsonSchema } from "./src/manifest/json-schema.ts"

const hosts = ["vite", "rollup", "rolldown", "esbuild", "webpack", "rspack", "rsbuild", "farm", "bun"]

export default defineConfig({
  logLevel: "warn",
  plugins: [writeManifestSchema()],
  build: {
    target: "node20",
    ssr: true,
    minify: false,
    sourcemap: true,
    lib: {
      entry: Object.fromEntries(["index", "cli", "register", ...hosts].map((name) => [name, `src/${name}.ts`])),
      formats: ["es"],
    },
    rolldownOptions: {
      external: [/^node:/, /^[^./]/],
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
    },
  },
})

/** Puts the JSON Schema of manifests, which editors complete and check from, beside `package.json`. */
function writeManifestSchema(): Plugin {
  return {
    name: "manifest-schema",
    async closeBundle() {
      const schema = `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`
      await writeFile(new URL("manifest.schema.json", import.meta.url), schema)
    },
  }
}
