import pristine from "unplugin-pristine/rolldown"

export default {
  input: "src/main.js",
  output: { dir: "dist" },
  plugins: [pristine()],
}
