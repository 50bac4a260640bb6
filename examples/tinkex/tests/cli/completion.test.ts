import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { runCommand } from "./run-command.ts"

async function script(shell: string): Promise<string> {
  const { code, out } = await runCommand(["completion", shell])
  expect(code).toBe(0)
  return out
}

/** What bash offers for a line that is typed up to its end. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(" ")
  const ask = `${await script("bash")}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
COMP_CWORD=${words.length - 1}
_tinkex
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await promisify(execFile)("bash", ["--norc", "-c", ask])
  return stdout.split("\n").filter(Boolean)
}

describe("bash", () => {
  it.each([
    ["tinkex ", ["run", "checkpoint", "sample", "session", "billing", "local-service", "completion", "version"]],
    ["tinkex che", ["checkpoint"]],
    [
      "tinkex checkpoint ",
      ["list", "info", "publish", "unpublish", "set-ttl", "delete", "download", "push-hf", "save"],
    ],
    ["tinkex checkpoint pu", ["publish", "push-hf"]],
    ["tinkex --json run ", ["list", "info"]],
    ["tinkex run list --l", ["--limit"]],
    ["tinkex run list --base", ["--base-url"]],
    ["tinkex -f ", ["table", "json"]],
    ["tinkex checkpoint delete --type s", ["sampler_weights"]],
    ["tinkex sample --prompt ", []],
    ["tinkex completion ", ["bash", "zsh", "fish"]],
    ["tinkex local-service ", []],
    ["tinkex local-service --fa", ["--fault", "--fault-seed"]],
    ["tinkex local-service --archive-answer ", ["redirect", "json"]],
  ])("offers for %j", async (line, words) => {
    const found = await offered(line)
    expect(line.endsWith(" ") ? found.filter((word) => !word.startsWith("-")) : found).toEqual(words)
  })

  it("offers files where an option takes one", async () => {
    expect(await offered("tinkex sample --output package")).toContain("package.json")
  })
})

describe("zsh", () => {
  it("takes the same through its bash completion", async () => {
    const text = await script("zsh")
    expect(text).toContain("bashcompinit")
    expect(text).toContain(await script("bash"))
    // What zsh's emulation of sh cannot read: slices with arithmetic in them.
    expect(text).not.toMatch(/\[@\]:/)
  })
})

describe("fish", () => {
  it("has a line for every command and option", async () => {
    const lines = (await script("fish")).split("\n")
    expect(lines).toContain(
      "complete -c tinkex -f -n '__fish_seen_subcommand_from run; and not __fish_seen_subcommand_from list info' -a 'list info'",
    )
    expect(lines).toContain(
      "complete -c tinkex -n '__fish_seen_subcommand_from checkpoint; and __fish_seen_subcommand_from download' -s o -l output -rF -d 'folder to make it in'",
    )
    expect(lines).toContain(
      "complete -c tinkex -n '__fish_seen_subcommand_from checkpoint; and __fish_seen_subcommand_from delete' -l type -x -a 'weights sampler_weights' -d 'of these only this kind'",
    )
    expect(lines[0]).toBe("complete -c tinkex -f")
    for (const line of lines) expect(line).toMatch(/^complete -c tinkex (?:'(?:[^'\\]|\\.)*'|[^'])*$/)
  })
})
