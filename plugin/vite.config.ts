import { defineConfig } from "vite"

const hosts = ["vite", "rollup", "rolldown", "esbuild", "webpack", "rspack"]

export default defineConfig({
  build: {
    target: "node20",
    ssr: true,
    minify: false,
    sourcemap: true,
    lib: {
      entry: Object.fromEntries(["index", "cli", ...hosts].map((name) => [name, `src/${name}.ts`])),
      formats: ["es"],
    },
    rolldownOptions: {
      external: [/^node:/, /^[^./]/],
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name].js" },
    },
  },
})
