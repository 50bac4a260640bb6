import { readFile } from "node:fs/promises"
import { expect } from "vitest"
import { exitCode } from "../../src/cli/exit-code.ts"
import { run } from "../cli/start-cli.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../../docs/command-line.md", import.meta.url), "utf8")

it("docs/command-line.md has every command, and no other", async () => {
  const { out } = await run(["--help"], ".")
  const commands = [...out.matchAll(/^ {2}([a-z]+) \[?[^\n]*$/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "help")
  const documented = [...page.matchAll(/^\| `([a-z]+) /gm)].map(([, name]) => name)
  expect(documented.sort()).toEqual([...new Set(commands)].sort())
})

it("docs/command-line.md has every exit code", () => {
  const documented = [...page.matchAll(/^\| (\d) /gm)].map(([, code]) => Number(code))
  expect(documented).toEqual(Object.values(exitCode))
})
