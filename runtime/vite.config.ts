import { defineConfig } from "vite"

/** Modules stay apart, so that an application links only the files it reaches. */
export default defineConfig({
  logLevel: "warn",
  build: {
    target: "es2022",
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: "src/index.ts",
        generated: "src/generated.ts",
        mock: "src/mock.ts",
        node: "src/node.ts",
        oauth: "src/oauth.ts",
        opentelemetry: "src/opentelemetry.ts",
        "schema/index": "src/schema/index.ts",
        "testing/index": "src/testing/index.ts",
        "core/client/check-options": "src/core/client/check-options.ts",
        "core/client/no-check-options": "src/core/client/no-check-options.ts",
        "adapters/transport/failure-codes": "src/adapters/transport/failure-codes.ts",
        "adapters/transport/no-failure-codes": "src/adapters/transport/no-failure-codes.ts",
        "adapters/transport/fetch-default": "src/adapters/transport/fetch-default.ts",
        "adapters/transport/undici-default": "src/adapters/transport/undici-default.ts",
      },
      formats: ["es"],
    },
    rolldownOptions: {
      external: [/^node:/, /^#/, "undici", "valibot", "oauth4webapi", "@opentelemetry/api"],
      treeshake: { moduleSideEffects: false },
      // An inlined constant leaves an import for its side effects behind, about which esbuild warns.
      optimization: { inlineConst: false },
      output: { preserveModules: true, preserveModulesRoot: "src", entryFileNames: "[name].js" },
    },
  },
})
