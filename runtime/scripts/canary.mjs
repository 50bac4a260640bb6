/**
 * Runs all tests of the runtime with every sink open and a secret in every credential, header, cookie, query, path and body
 * of their clients, events of streams included, and fails where one is shown: `npm run canary -w runtime`, or `-- tests/core`
 * for some. First it plays tests that leak on purpose, to see that they are noticed.
 *
 * Tests compare what was sent with what they expect, so that many of them fail this way: only what they wrote counts.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { startVitest } from "vitest/node"

const runtime = fileURLToPath(new URL("..", import.meta.url))
const inRuntime = (file) => join(runtime, file)

/** Tests that leak on purpose. */
const leaky = 11

/** Plays scenes of its own, some of which show what may be shown. */
const scenes = "tests/core/call/canary.test.ts"

/** What tests and sources import, and what they get instead; whoever stands in may import the original. */
const standIns = {
  [inRuntime("src/core/client/create-client.ts")]: inRuntime("tests/canary/create-marked-client.ts"),
  [inRuntime("src/errors/pristine-error.ts")]: inRuntime("tests/canary/watched-error.ts"),
}
const redirect = {
  name: "canary",
  enforce: "pre",
  async resolveId(source, importer) {
    if (importer === undefined || importer.startsWith(inRuntime("tests/canary/"))) return undefined
    const resolved = await this.resolve(source, importer, { skipSelf: true })
    return resolved && standIns[resolved.id]
  },
}

const folder = mkdtempSync(join(tmpdir(), "pristine-canary-"))
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))

async function play(name, include, filters = []) {
  const report = join(folder, `${name}.jsonl`)
  process.env.PRISTINE_CANARY_REPORT = report
  let modules = 0
  const progress = {
    onTestModuleEnd() {
      modules += 1
      if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${modules} files\u001b[K`)
    },
  }
  const vitest = await startVitest(
    "test",
    filters,
    {
      watch: false,
      config: false,
      root: runtime,
      include,
      exclude: [scenes],
      setupFiles: [inRuntime("tests/canary/setup.ts")],
      isolate: false,
      maxWorkers: "100%",
      testTimeout: 30_000,
      reporters: [progress],
      silent: true,
    },
    {
      configFile: false,
      plugins: [redirect],
      resolve: {
        alias: {
          "#check-options": inRuntime("src/core/client/check-options.ts"),
          "#failure-codes": inRuntime("src/adapters/transport/failure-codes.ts"),
          "#default-transport": inRuntime("src/adapters/transport/undici-default.ts"),
        },
      },
    },
  )
  await vitest.close()
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K")
  return readFileSync(report, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
}

const onPurpose = (await play("leaks on purpose", ["tests/fixtures/canary/*.case.ts"])).filter(
  ({ leaks }) => leaks.length > 0,
)
if (onPurpose.length !== leaky) throw new Error(`Of ${leaky} tests that leak, ${onPurpose.length} were noticed`)

const results = await play("tests", ["tests/**/*.test.ts"], process.argv.slice(2))
const leaking = results.filter(({ leaks }) => leaks.length > 0)
for (const { test, leaks } of leaking) {
  console.log(`LEAK ${test}`)
  for (const leak of leaks) console.log(`  ${leak.slice(0, 300)}`)
}
const texts = results.reduce((sum, one) => sum + one.texts, 0)
const writing = results.filter((one) => one.texts > 0).length
console.log(`${texts} texts of ${writing} tests (of ${results.length}): ${leaking.length} tests show a secret`)
process.exitCode = leaking.length > 0 || texts === 0 ? 1 : 0
