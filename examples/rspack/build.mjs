import pristine from "unplugin-pristine/rspack"
import { rspack } from "@rspack/core"

const compiler = rspack({
  mode: "production",
  target: "web",
  entry: "./src/main.js",
  output: { filename: "main.js", module: true, library: { type: "module" } },

  plugins: [pristine()],
})

compiler.run((error, stats) => {
  if (error) throw error
  console.log(stats.toString("errors-warnings"))
  if (stats.hasErrors()) process.exitCode = 1
  compiler.close(() => {})
})
