import { relative, resolve } from "node:path"
import { InvalidArgumentError, type Command } from "commander"
import type { Part } from "../codegen/index.ts"
import { createGeneration } from "../core/generation.ts"
import { createModuleIds } from "../core/module-ids.ts"
import { closest } from "../diagnostics/closest.ts"
import { exitCode } from "./exit-code.ts"
import { loadModel } from "./load-model.ts"
import { addModuleOptions, pluginOptions, type ModuleOptions } from "./module-options.ts"
import type { Terminal } from "./terminal.ts"

interface PrintOptions extends ModuleOptions {
  readonly part?: string
  readonly json?: true
  readonly cwd?: string
}

interface PrintedModule {
  readonly part: string
  /** What hosts that load by an id of ours (Vite, Rollup, Rolldown) call it. */
  readonly id: string
  readonly code: string
}

/** `unplugin-pristine print`: shows the modules that a manifest becomes. */
export function addPrintCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command("print")
    .description("print the modules that a bundler gets for a manifest")
    .argument("<manifest>", "a *.pristine.json, .yaml or .yml")
    .option("--part <name>", "only one of them: root, operations, schemas, codecs, service, or a resource")
  addModuleOptions(command)
    .option("--json", "print the modules as JSON")
    .option("--cwd <folder>", "folder to work in")
    .action(async (manifest: string, options: PrintOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runPrint(resolve(cwd, manifest), options, { ...terminal, cwd }))
    })
}

async function runPrint(file: string, options: PrintOptions, terminal: Terminal): Promise<number> {
  if (!(await loadModel(file, terminal))) return exitCode.failed
  const settings = pluginOptions(options)
  const ids = createModuleIds(settings.include, ".js")
  const generation = createGeneration(settings, ids)
  const read = await generation.read(file)
  const parts = read.generator?.parts ?? []
  const wanted = options.part === undefined ? parts : [findPart(options.part, parts)]
  const modules = wanted.flatMap((part): PrintedModule[] => {
    const module = generation.generate(read, { file, part })
    return module ? [{ part, id: ids.format({ file: relative(terminal.cwd, file), part }), code: module.code }] : []
  })
  if (options.json) {
    terminal.out(JSON.stringify({ manifest: relative(terminal.cwd, file), modules }, undefined, 2))
  } else if (options.part !== undefined) {
    terminal.out(modules.map(({ code }) => code.trimEnd()).join("\n"))
  } else {
    terminal.out(modules.map(({ id, code }) => `// ${id}\n${code.trimEnd()}`).join("\n\n"))
  }
  return exitCode.done
}

/** A resource may be called by its name alone, where no part is called so. */
function findPart(name: string, parts: readonly Part[]): Part {
  const found = parts.find((part) => part === name) ?? parts.find((part) => part === `resource:${name}`)
  if (found !== undefined) return found
  // Operations that sit on the API itself are in a resource without a name.
  const names = parts.map((part) => part.replace(/^resource:/, "")).filter((each) => each !== "")
  const meant = closest(name, [...parts, ...names])
  const hint = meant === undefined ? `The parts are ${names.join(", ")}.` : `Did you mean ${meant}?`
  throw new InvalidArgumentError(`error: there is no part ${JSON.stringify(name)}. ${hint}`)
}
