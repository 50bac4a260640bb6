import pristine from "unplugin-pristine/webpack"
import webpack from "webpack"

const compiler = webpack({
  mode: "production",
  target: "web",
  entry: "./src/main.js",
  output: { filename: "main.js", module: true, library: { type: "module" } },
  experiments: { outputModule: true },
  plugins: [pristine()],
})

compiler.run((error, stats) => {
  if (error) throw error
  console.log(stats.toString("errors-warnings"))
  if (stats.hasErrors()) process.exitCode = 1
  compiler.close(() => {})
})
