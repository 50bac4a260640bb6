import { build } from "esbuild"
import pristine from "unplugin-pristine/esbuild"

await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  plugins: [pristine()],
})
