import { relative, resolve } from "node:path"
import { Option, type Command } from "commander"
import { checkTypeScript } from "../types/index.ts"
import { exitCode } from "./exit-code.ts"
import { findManifests, noManifests } from "./find-manifests.ts"
import { generateTypes, type TypesResult } from "./generate-types.ts"
import { summarize } from "./summarize.ts"
import type { Terminal } from "./terminal.ts"
import { watchTypes } from "./watch-types.ts"

interface TypesOptions {
  readonly watch?: true
  readonly check?: true
  readonly json?: true
  readonly cwd?: string
}

/** `unplugin-pristine types`: writes the TypeScript declarations of manifests. */
export function addTypesCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("types")
    .description("write the TypeScript declarations of manifests")
    .argument(
      "[files...]",
      "manifests, folders or patterns (default: all *.pristine.json, .yaml and .yml below the folder)",
    )
    .addOption(new Option("--watch", "write again whenever a manifest changes").conflicts(["check", "json"]))
    .option("--check", "write nothing; exit with 1 when a declaration is missing or stale")
    .option("--json", "print the result as JSON")
    .option("--cwd <folder>", "folder to work in")
    .action(async (patterns: string[], options: TypesOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runTypes(patterns, options, { ...terminal, cwd }))
    })
}

async function runTypes(patterns: readonly string[], options: TypesOptions, terminal: Terminal): Promise<number> {
  const { cwd, color } = terminal
  const files = await findManifests(patterns, cwd)
  if (files.length === 0) {
    terminal.err(noManifests(patterns, cwd))
    return exitCode.failed
  }
  const results: TypesResult[] = []
  for (const [index, file] of files.entries()) {
    terminal.progress(`types ${index + 1} of ${files.length}: ${relative(cwd, file)}`)
    results.push(await generateTypes(file, { cwd, color, check: options.check ?? false }))
  }
  terminal.progress(undefined)
  await print(results, files, options, terminal)
  if (options.watch) {
    const isRight = await watchTypes(files, results, terminal, () => findManifests(patterns, cwd))
    return isRight ? exitCode.done : exitCode.failed
  }
  return results.some(({ status }) => status === "failed" || status === "stale") ? exitCode.failed : exitCode.done
}

async function print(
  results: readonly TypesResult[],
  files: readonly string[],
  options: TypesOptions,
  terminal: Terminal,
): Promise<void> {
  const notices = new Set<string>()
  const messages = results.flatMap((result) => result.messages)
  if (messages.length > 0) terminal.err(messages.join("\n\n"))
  for (const [index, result] of results.entries()) {
    const notice = result.form === "sibling" ? await checkTypeScript(files[index] ?? "", terminal.cwd) : undefined
    if (notice !== undefined) notices.add(notice)
  }
  for (const notice of notices) terminal.err(notice)
  if (options.json) {
    const manifests = results.map(({ messages: _, dependencies: __, ...result }) => result)
    terminal.out(JSON.stringify({ manifests, notices: [...notices] }, undefined, 2))
  } else {
    terminal.out(summarize(results))
  }
}
