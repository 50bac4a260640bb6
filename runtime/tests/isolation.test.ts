import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { beforeAll, expect } from "vitest"
import { it } from "./test.ts"

interface FileReport {
  readonly name: string
  readonly message: string
  readonly assertionResults: readonly { readonly title: string; readonly failureMessages: readonly string[] }[]
}

const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url))
const fixtures = fileURLToPath(new URL("./fixtures/isolation", import.meta.url))
let reports: readonly FileReport[] = []

beforeAll(async () => {
  const output = await new Promise<string>((resolve) => {
    const env = { ...process.env, NO_COLOR: "1" }
    execFile(process.execPath, [vitest, "run"], { cwd: fixtures, env }, (_, stdout) => resolve(stdout))
  })
  reports = (JSON.parse(output) as { testResults: FileReport[] }).testResults
}, 60_000)

it.each([
  ["a timer", "timer", "1 × timer still running that was started"],
  ["a server", "server", "1 × TCPServerWrap still open"],
  ["a rejection", "rejection", "unhandled rejection: Error: nobody listens"],
  ["a process warning", "warning", "process warning: Warning: careful"],
  ["an abort listener", "signal", "1 × abort listener left on the signal made"],
])("E57 L117 fails the one test that leaves %s", (_, file, expected) => {
  const tests = reportOf(file).assertionResults
  expect(tests.find(({ title }) => title.startsWith("leaves"))?.failureMessages.join()).toContain(expected)
  expect(tests.find(({ title }) => title.startsWith("follows"))?.failureMessages).toEqual([])
})

it.each([
  ["a server of a hook", "hook", "1 × TCPServerWrap still open"],
  ["a listener on a signal of the whole file", "shared-signal", "1 × abort listener left on the signal made"],
])("L117 fails a file that leaves %s", (_, file, expected) => {
  expect(reportOf(file).message).toContain(expected)
})

it("lets bundlers keep their processes", () => {
  expect(findingsOf("bundlers")).toBe("")
})

function findingsOf(file: string): string {
  const { message, assertionResults } = reportOf(file)
  return [message, ...assertionResults.flatMap(({ failureMessages }) => failureMessages)].join("")
}

function reportOf(file: string): FileReport {
  const report = reports.find(({ name }) => name.endsWith(`/${file}.case.ts`))
  if (report === undefined) throw new Error(`No report of ${file}`)
  return report
}
