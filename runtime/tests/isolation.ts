import { afterAll, afterEach } from "vitest"
import { watchLeaks } from "../src/testing/leak-watcher.ts"

/**
 * Every test file of every package runs under this file. A test fails on an unhandled rejection or a process warning
 * that happened in it; a file fails on timers, sockets, servers and watchers that are still open two seconds after its
 * last test, and on abort listeners left on signals that the tests made.
 *
 * Allowed, because bundlers keep them: child processes, pipes and message ports (esbuild's service, worker pools), and
 * the deprecation and experimental warnings raised by the bundlers' own code.
 */
const bundlerCode = /[\\/]node_modules[\\/](?:@rspack|@rolldown|esbuild|farm|rolldown|rollup|vite|vitest|webpack)[\\/]/

const watcher = watchLeaks({
  graceMs: Number(process.env.ISOLATION_GRACE_MS ?? 2000),
  allowWarning: (warning) =>
    ["DeprecationWarning", "ExperimentalWarning"].includes(warning.name) && bundlerCode.test(warning.stack ?? ""),
  checkSignalsMadeIn: (frame) => /[\\/]tests[\\/]/.test(frame) && !frame.includes("node_modules"),
})

const nextTurn = setImmediate

afterEach(async () => {
  // A rejection counts as unhandled only once the microtasks of its turn have run.
  await new Promise((resolve) => nextTurn(resolve))
  report(watcher.takeProblems())
})

afterAll(async () => {
  const leaks = await watcher.takeLeaks()
  const problems = watcher.takeProblems()
  watcher.stop()
  report([...problems, ...leaks])
})

function report(findings: readonly string[]): void {
  if (findings.length > 0) throw new Error(`Left behind:\n  ${findings.join("\n  ")}`)
}
