import { relative, resolve } from "node:path"
import type { Command } from "commander"
import type { Diagnostic } from "../diagnostics/index.ts"
import { exitCode } from "./exit-code.ts"
import { fileReason } from "./file-reason.ts"
import { findManifests, noManifests } from "./find-manifests.ts"
import { readManifest } from "./read-manifest.ts"
import { countOf } from "./count-of.ts"
import type { Terminal } from "./terminal.ts"

interface CheckOptions {
  readonly json?: true
  readonly cwd?: string
}

/** What was found in one manifest. */
interface CheckedManifest {
  /** Relative to the working folder. */
  readonly manifest: string
  readonly status: "valid" | "invalid" | "unreadable"
  readonly operations?: number
  readonly types?: number
  readonly diagnostics: readonly Diagnostic[]
  /** Why the file could not be read. */
  readonly reason?: string
}

/** `unplugin-pristine check`: tells every problem of manifests, and writes nothing. */
export function addCheckCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("check")
    .description("tell every problem of manifests, with its place and what to do; writes nothing")
    .argument(
      "[files...]",
      "manifests, folders or patterns (default: all *.pristine.json, .yaml and .yml below the folder)",
    )
    .option("--json", "print the result as JSON")
    .option("--cwd <folder>", "folder to work in")
    .action(async (patterns: string[], options: CheckOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runCheck(patterns, options, { ...terminal, cwd }))
    })
}

async function runCheck(patterns: readonly string[], { json }: CheckOptions, terminal: Terminal): Promise<number> {
  const files = await findManifests(patterns, terminal.cwd)
  if (files.length === 0) {
    terminal.err(noManifests(patterns, terminal.cwd))
    return exitCode.failed
  }
  const results: CheckedManifest[] = []
  const messages: string[] = []
  for (const [index, file] of files.entries()) {
    terminal.progress(`checking ${index + 1} of ${files.length}: ${relative(terminal.cwd, file)}`)
    results.push(await checkManifest(file, terminal, messages))
  }
  terminal.progress(undefined)
  if (json) {
    terminal.out(JSON.stringify({ manifests: results }, undefined, 2))
  } else {
    if (messages.length > 0) terminal.err(messages.join("\n\n"))
    terminal.out(results.map(describe).join("\n"))
  }
  return results.every(({ status }) => status === "valid") ? exitCode.done : exitCode.failed
}

async function checkManifest(file: string, terminal: Terminal, messages: string[]): Promise<CheckedManifest> {
  const manifest = relative(terminal.cwd, file)
  try {
    const { model, diagnostics, messages: told } = await readManifest(file, terminal)
    messages.push(...told)
    if (!model) return { manifest, status: "invalid", diagnostics }
    return { manifest, status: "valid", operations: model.operations.length, types: model.types.size, diagnostics }
  } catch (error) {
    const reason = fileReason(error)
    messages.push(`${manifest}: ${reason}`)
    return { manifest, status: "unreadable", diagnostics: [], reason }
  }
}

function describe({ manifest, status, operations = 0, types = 0, diagnostics }: CheckedManifest): string {
  if (status === "unreadable") return `failed ${manifest}`
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return found === 0 ? [] : [countOf(found, severity)]
  })
  const content = status === "valid" ? [countOf(operations, "operation"), countOf(types, "type")] : []
  return `${status === "valid" ? "ok" : "failed"} ${manifest} (${[...content, ...counts].join(", ")})`
}
