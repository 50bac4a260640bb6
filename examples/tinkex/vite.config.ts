import pristine from "unplugin-pristine/vite"
import { defineConfig } from "vitest/config"

/** Libraries that an application brings for what it uses of the SDK. */
const peers = ["@huggingface/hub", "@huggingface/tokenizers", "@jax-js/jax", "js-tiktoken/lite"]

/** The SDK, its command line, the local service and its command; what a consumer installs anyway stays outside. */
export default defineConfig({
  logLevel: "warn",
  plugins: [pristine()],
  build: {
    target: "es2022",
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        "src/index": "src/index.ts",
        "src/node": "src/node.ts",
        "src/cli/main": "src/cli/main.ts",
        "src/regularizers/index": "src/regularizers/index.ts",
        "src/recovery/index": "src/recovery/index.ts",
        "src/autodiff/jax": "src/autodiff/jax.ts",
        "src/tokenizers/index": "src/tokenizers/index.ts",
        "local-service/index": "local-service/index.ts",
        "local-service/cli": "local-service/cli.ts",
      },
      formats: ["es"],
    },
    rolldownOptions: {
      external: [/^node:/, /^pristine-runtime(\/|$)/, /^@bufbuild\/protobuf(\/|$)/, "commander", "tar", ...peers],
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
    },
  },
  test: {
    name: "tinkex",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["../../runtime/tests/isolation.ts"],
    isolate: false,
    sequence: { groupOrder: 1 },
    testTimeout: 30_000,
  },
})
