import { basename, join, resolve } from "node:path"
import type { Command } from "commander"
import { writeChanged } from "../disk/write-changed.ts"
import { detectProject } from "../init/detect-project.ts"
import type { InitPlan } from "../init/plan-init.ts"
import type { Project } from "../init/project.ts"
import { unifiedDiff } from "../init/unified-diff.ts"
import { exitCode } from "./exit-code.ts"
import { findManifests } from "./find-manifests.ts"
import { createPaint, type Paint } from "../terminal/paint.ts"
import type { Terminal } from "./terminal.ts"

interface InitOptions {
  readonly yes?: true
  readonly json?: true
  readonly cwd?: string
}

/** `unplugin-pristine init`: shows what a project lacks, and writes it when told to. */
export function addInitCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("init")
    .description("set a project up: shows what would change, and writes it once somebody says yes")
    .option("--yes", "write without asking")
    .option("--json", "print the plan and what became of it as JSON; asks nothing")
    .option("--cwd <folder>", "folder to work in")
    .action(async (options: InitOptions) => {
      exit(await runInit(options, { ...terminal, cwd: resolve(terminal.cwd, options.cwd ?? ".") }))
    })
}

async function runInit({ yes, json }: InitOptions, terminal: Terminal): Promise<number> {
  const { cwd } = terminal
  const project = await detectProject(cwd, await findManifests([], cwd))
  // It edits with TypeScript, which takes longer to load than most commands run.
  const { planInit } = await import("../init/plan-init.ts")
  const plan = planInit(project)
  if (!json) terminal.out(formatPlan(project, plan, createPaint(terminal.outColor)))
  const isWritten = plan.edits.length > 0 && (yes === true || (!json && (await agrees(terminal))))
  if (isWritten) {
    for (const { path, after } of plan.edits) await writeChanged(join(cwd, path), after)
  }
  if (json) terminal.out(JSON.stringify(report(project, plan, isWritten), undefined, 2))
  else if (plan.edits.length > 0) terminal.out(isWritten ? written(project, plan) : untold(terminal))
  return plan.edits.length > 0 && !isWritten ? exitCode.nothingWritten : exitCode.done
}

async function agrees({ ask }: Terminal): Promise<boolean> {
  return ask !== undefined && /^y(?:es)?$/i.test((await ask("Write these changes? [y/N] ")).trim())
}

/** What was written, and how to go on. */
function written({ bundler, isNode, manifests }: Project, { edits, commands }: InitPlan): string {
  const lines = [`wrote ${edits.map(({ path }) => path).join(", ")}`]
  const name = basename(manifests[0] ?? edits[0]?.path ?? "")
  const install = commands.length > 0 ? "install what is named above, " : ""
  // How Node's resolution wants it is in the notes above.
  if (bundler !== undefined && !isNode)
    lines.push(`Next: ${install}run \`unplugin-pristine types\`, and \`import api from "./${name}"\`.`)
  return lines.join("\n")
}

function untold({ ask }: Terminal): string {
  return ask ? "Nothing was written." : "\nNothing was written: nobody is here to ask. `--yes` writes."
}

function formatPlan({ bundler, packageManager }: Project, { edits, notes, commands }: InitPlan, paint: Paint): string {
  const blocks = [
    `bundler: ${bundler ?? "none"}, package manager: ${packageManager}`,
    ...edits.map(({ path, before, after }) => colorDiff(unifiedDiff(path, before, after), paint)),
    ...notes,
    ...(commands.length > 0 ? [`To install:\n${commands.map((command) => `  ${command}`).join("\n")}`] : []),
    ...(edits.length === 0 ? [nothingToWrite(notes, commands)] : []),
  ]
  return blocks.join("\n\n")
}

function nothingToWrite(notes: readonly string[], commands: readonly string[]): string {
  if (notes.length > 0) return "Nothing to write but what is said above."
  if (commands.length > 0) return "Nothing to write, but packages to install."
  return "Nothing to write: the project has everything."
}

function colorDiff(diff: string, paint: Paint): string {
  const styles = { "+": "green", "-": "red", "@": "dim" } as const
  return diff
    .split("\n")
    .map((line) => {
      const mark = line.charAt(0)
      if (/^(?:---|\+\+\+) /.test(line)) return paint("bold", line)
      return mark === "+" || mark === "-" || mark === "@" ? paint(styles[mark], line) : line
    })
    .join("\n")
}

function report(
  { bundler, packageManager }: Project,
  { edits, notes, commands }: InitPlan,
  isWritten: boolean,
): object {
  const files = edits.map(({ path, before, after }) => ({
    path,
    status: before === undefined ? "new" : "changed",
    diff: unifiedDiff(path, before, after),
  }))
  return { ...(bundler && { bundler }), packageManager, files, notes, commands, written: isWritten }
}
