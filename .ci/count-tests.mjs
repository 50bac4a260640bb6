// Prints `N passed, N failed` from Vitest's JSON report and fails when anything around the tests failed.
import { existsSync, readFileSync } from "node:fs"

const [file, testStatus, quickstartStatus, canaryStatus] = process.argv.slice(2)
const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined
const passed = report?.numPassedTests ?? 0
let failed = report?.numFailedTests ?? 0

if (quickstartStatus !== "0") {
  console.log(`The quick start ended with status ${quickstartStatus}.`)
  failed += 1
}
if (canaryStatus !== "0") {
  console.log(`The search for secrets ended with status ${canaryStatus}.`)
  failed += 1
}
if (testStatus !== "0" && (report?.numFailedTests ?? 0) === 0) {
  console.log(
    `npm test ended with status ${testStatus} outside a test (build, type-check, lint or an unhandled error).`,
  )
  failed += 1
}
if (report && report.numPendingTests > 0) {
  console.log(`${report.numPendingTests} tests were skipped; none may be.`)
  failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
