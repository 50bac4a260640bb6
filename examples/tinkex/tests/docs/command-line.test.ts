import { readFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import { exitCode } from "../../src/cli/exit-code.ts"
import { runCommand } from "../cli/run-command.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../docs/command-line.md", import.meta.url), "utf8")

/** Names in the first column of the first table behind a text. */
function firstColumn(start: string, end = "\n\n"): readonly string[] {
  const [, behind = ""] = page.split(start)
  const [table = ""] = behind.slice(behind.indexOf("| --")).split(end)
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name = ""]) => name)
}

/** Names behind a heading of a help text. */
async function helpOf(command: string, heading: string, pattern: RegExp): Promise<readonly string[]> {
  const { out } = await runCommand([...command.split(" ").filter(Boolean), "--help"])
  const [, behind = ""] = out.split(`\n${heading}\n`)
  const [block = ""] = behind.split("\n\n")
  return [...block.matchAll(pattern)].map(([, name = ""]) => name)
}

const subcommand = /^ {2}([a-z-]+)/gm
const flag = /^ {2}(?:-\w, )?(--[\w-]+)/gm

async function commands(): Promise<readonly string[]> {
  const groups = (await helpOf("", "Commands:", subcommand)).filter((name) => name !== "help")
  const nested = await Promise.all(
    groups.map(async (group) => {
      if (group === "local-service") return [group]
      const own = await helpOf(group, "Commands:", subcommand)
      return own.length === 0 ? [group] : own.filter((name) => name !== "help").map((name) => `${group} ${name}`)
    }),
  )
  return nested.flat()
}

describe("docs/command-line.md", () => {
  it("has every command, in the order of --help, and no other", async () => {
    expect(firstColumn("| command ")).toEqual(await commands())
  })

  it("has every option of all commands", async () => {
    const flags = await helpOf("", "Options:", flag)
    expect(firstColumn("Every command takes these options")).toEqual(flags.filter((name) => name !== "--version"))
  })

  it("has every option of each command, in the order of --help, and no other", async () => {
    for (const command of (await commands()).filter((name) => name !== "local-service")) {
      const flags = (await helpOf(command, "Options:", flag)).filter((name) => name !== "--help")
      const heading = `\n## ${command}\n`
      expect([command, page.includes(heading) ? firstColumn(heading, "\n## ") : []]).toEqual([command, flags])
    }
  })

  it("has every exit code", () => {
    const codes = [...page.matchAll(/^\| (\d+) /gm)].map(([, code]) => Number(code))
    expect(codes).toEqual(Object.values(exitCode))
  })
})
