import { build } from "@farmfe/core"
import pristine from "unplugin-pristine/farm"

await build({
  compilation: {
    input: { main: "./src/main.js" },
    output: { targetEnv: "node-next", format: "esm", entryFilename: "[entryName].js" },
    external: ["^undici$"],
    presetEnv: false,
  },
  plugins: [pristine()],
})
