import { readFile } from "node:fs/promises"
import { expect } from "vitest"
import { exitCode } from "../../src/cli/exit-code.ts"
import { run } from "../cli/start-cli.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../../docs/command-line.md", import.meta.url), "utf8")
const documented = [...page.matchAll(/^\| `([a-z]+)[ `]/gm)].map(([, name = ""]) => name)

it("docs/command-line.md has every command, in the order of --help, and no other", async () => {
  const { out } = await run(["--help"], ".")
  const commands = [...out.slice(out.indexOf("Commands:")).matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(documented).toEqual(commands.filter((name) => name !== "help"))
})

it.each(documented)("docs/command-line.md has every flag of %s, in the order of --help, and no other", async (name) => {
  const { out } = await run([name, "--help"], ".")
  const flags = [...out.slice(out.indexOf("Options:")).matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag)
  const [, section = ""] = page.split(`\n## ${name}\n`)
  const shown = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `(--[\w-]+)`/gm)].map(([, flag]) => flag)
  // Those that every command has are told once.
  expect(shown).toEqual(flags.filter((flag) => flag !== "--help" && flag !== "--cwd"))
  expect(flags.includes("--cwd"), "a command that reads files works in a folder").toBe(name !== "explain")
})

it("docs/command-line.md has every exit code", () => {
  const codes = [...page.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code))
  expect(codes).toEqual(Object.values(exitCode))
})
