import { defineConfig } from "vitest/config"
import { LongFilesFirst } from "./.config/long-files-first.ts"

const unpackBefore = new URL("./playground/tests/unpack-before.ts", import.meta.url).pathname
const isolation = new URL("./runtime/tests/isolation.ts", import.meta.url).pathname

const runtimeImports = {
  alias: {
    "#check-options": new URL("./runtime/src/core/client/check-options.ts", import.meta.url).pathname,
    "#failure-codes": new URL("./runtime/src/adapters/transport/failure-codes.ts", import.meta.url).pathname,
    "#default-transport": new URL("./runtime/src/adapters/transport/undici-default.ts", import.meta.url).pathname,
  },
}

/** Tests of what a process is: its heap, its exit, and which HTTP parser its own `fetch` got (the first undici decides). */
const ownProcess = ["tests/faults/**/*.test.ts", "tests/platforms/**/*.test.ts"]

/** Packed tarballs, every example, and what every bundler prints and links of every import form: `npm run sweeps`, no part of `npm test`. */
const sweeps = "tests/sweeps/**/*.test.ts"

/** Where to leave a machine-readable report; set by `.ci/run`. */
const results = process.env["PRISTINE_TEST_RESULTS"]

/**
 * Files of one project after the other in the same process: loading their modules once saves a third of the whole run, and
 * what a file leaves behind is found by the next one. A process serves one project, so projects run group by group; those
 * whose files want a process each come first.
 */
const shared = (groupOrder: number) => ({ isolate: false, sequence: { groupOrder } })

/**
 * One Vitest project a package; every test of all of them runs under the isolation fixture. Files and tests run in an
 * order of chance, in every project; a run prints its seed, and `--sequence.seed=<seed>` repeats it.
 */
export default defineConfig({
  test: {
    reporters: results ? ["default", ["json", { outputFile: results }]] : ["default"],
    globalSetup: [unpackBefore],
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: "100%",
    sequence: { shuffle: { files: true, tests: true }, sequencer: LongFilesFirst },
    projects: [
      {
        resolve: runtimeImports,
        test: {
          name: "runtime",
          root: "runtime",
          include: ["tests/**/*.test.ts"],
          exclude: ownProcess,
          setupFiles: [isolation],
          ...shared(3),
          testTimeout: 30_000,
        },
      },
      {
        resolve: runtimeImports,
        test: {
          name: "runtime-process",
          root: "runtime",
          include: ownProcess,
          setupFiles: [isolation],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "plugin",
          root: "plugin",
          include: ["tests/**/*.test.ts"],
          exclude: [sweeps],
          setupFiles: [isolation],
          ...shared(2),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      "examples/tinkex/vite.config.ts",
      "playground/vite.config.ts",
      {
        test: {
          name: "examples",
          root: "examples",
          include: ["tests/**/*.test.ts"],
          exclude: [sweeps],
          setupFiles: [isolation],
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "sweeps",
          include: [`{plugin,examples}/${sweeps}`],
          setupFiles: [isolation],
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
