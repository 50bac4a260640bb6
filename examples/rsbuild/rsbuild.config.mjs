import pristine from "unplugin-pristine/rsbuild"

export default {
  source: { entry: { main: "./src/main.js" } },
  output: { target: "node" },
  plugins: [pristine()],
}
