// Prints `N passed, N failed` from Vitest's JSON reports and fails when anything around the tests failed.
// Arguments: what ran and the status it ended with, as `npm test=0`.
import { existsSync, readdirSync, readFileSync } from "node:fs"

const folder = ".ci/results"
const files = existsSync(folder) ? readdirSync(folder) : []
const reports = files.map((file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")))
const sum = (key) => reports.reduce((total, report) => total + report[key], 0)

const passed = sum("numPassedTests")
let failed = sum("numFailedTests")
const broken = process.argv.slice(2).flatMap((argument) => {
  const [, name, status] = /^(.*)=(\d+)$/.exec(argument)
  return status === "0" ? [] : [`${name} ended with status ${status}.`]
})
for (const line of broken) console.log(line)
// Once more at the end, where whoever reads only the last lines of a long output finds them.
for (const { name, assertionResults } of reports.flatMap((report) => report.testResults)) {
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status === "failed") console.log(`failed: ${name}: ${fullName}\n${failureMessages.join("\n").slice(0, 1500)}`)
  }
}
// A status that failed tests explain is no failure of its own.
if (failed === 0) failed = broken.length
const skipped = sum("numPendingTests")
if (skipped > 0) {
  console.log(`${skipped} tests were skipped; none may be.`)
  failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
