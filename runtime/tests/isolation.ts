import { afterAll, beforeEach, onTestFinished } from "vitest"
import { watchLeaks } from "../src/testing/leak-watcher.ts"

/**
 * Every test of every package runs under this file. A test fails on an unhandled rejection or a process warning that
 * happened in it, on timers, sockets, servers and watchers that it opened and that are still open two seconds after its
 * own cleanup, and on abort listeners left on signals that it made; a file fails on those of its hooks.
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

beforeEach(({ task }) => {
  const before = watcher.mark()
  // Registered first and so run last: after the test's hooks, fixtures and its own cleanup.
  onTestFinished(async () => {
    // A rejection counts as unhandled only once the microtasks of its turn have run.
    await new Promise((resolve) => nextTurn(resolve))
    // Tests that run at once cannot tell whose handle is whose: their file is judged.
    const leaks = task.concurrent === true ? [] : await watcher.takeLeaks(before)
    report([...watcher.takeProblems(), ...leaks])
  })
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
