import nodeResolve from "@rollup/plugin-node-resolve"
import pristine from "unplugin-pristine/rollup"

export default {
  input: "src/main.js",
  output: { dir: "dist", format: "es" },
  plugins: [pristine({ types: false }), nodeResolve()],
}
