import { defineConfig } from "vitest/config"

const isolation = new URL("./runtime/tests/isolation.ts", import.meta.url).pathname

/** Where to leave a machine-readable report; set by `.ci/run`. */
const results = process.env["PRISTINE_TEST_RESULTS"]

/** One Vitest project a package; every test of all of them runs under the isolation fixture. */
export default defineConfig({
  test: {
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
    projects: [
      {
        resolve: {
          alias: {
            "#default-transport": new URL("./runtime/src/adapters/transport/undici-default.ts", import.meta.url)
              .pathname,
          },
        },
        test: { name: "runtime", root: "runtime", include: ["tests/**/*.test.ts"], setupFiles: [isolation] },
      },
      {
        test: {
          name: "plugin",
          root: "plugin",
          include: ["tests/**/*.test.ts"],
          setupFiles: [isolation],
          testTimeout: 60_000,
        },
      },
      "examples/tinkex/vite.config.ts",
      "playground/vite.config.ts",
      {
        test: {
          name: "examples",
          root: "examples",
          include: ["tests/**/*.test.ts"],
          setupFiles: [isolation],
          testTimeout: 240_000,
        },
      },
    ],
  },
})
