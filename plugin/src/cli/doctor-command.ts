import { resolve } from "node:path"
import type { Command } from "commander"
import { escapeControls } from "../diagnostics/quote-text.ts"
import { diagnose } from "../doctor/diagnose.ts"
import type { Finding } from "../doctor/finding.ts"
import { gatherFacts } from "../doctor/gather-facts.ts"
import { exitCode } from "./exit-code.ts"
import { findManifests } from "./find-manifests.ts"
import { createPaint, type Paint } from "../terminal/paint.ts"
import type { Terminal } from "./terminal.ts"

interface DoctorOptions {
  readonly json?: true
  readonly cwd?: string
}

const marks = { ok: ["green", "ok     "], warning: ["yellow", "warning"], error: ["red", "error  "] } as const

/** `unplugin-pristine doctor`: checks what a project needs, and says why and what to do. */
export function addDoctorCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("doctor")
    .description("check versions, settings and copies in a project; exit with 1 on an error")
    .option("--json", "print the findings as JSON")
    .option("--cwd <folder>", "folder to work in")
    .action(async (options: DoctorOptions) => {
      exit(await runDoctor(options, { ...terminal, cwd: resolve(terminal.cwd, options.cwd ?? ".") }))
    })
}

async function runDoctor({ json }: DoctorOptions, terminal: Terminal): Promise<number> {
  const { cwd, progress } = terminal
  const manifests = await findManifests([], cwd)
  const facts = await gatherFacts({ cwd, manifests, node: process.versions.node, progress })
  progress(undefined)
  const findings = diagnose(facts)
  const paint = createPaint(terminal.outColor)
  terminal.out(
    json ? JSON.stringify({ findings }, undefined, 2) : findings.map((finding) => format(finding, paint)).join("\n"),
  )
  return findings.some(({ status }) => status === "error") ? exitCode.failed : exitCode.done
}

function format({ status, message, why, fix }: Finding, paint: Paint): string {
  const [style, mark] = marks[status]
  const more = [why, fix].flatMap((text) => (text === undefined ? [] : [`        ${escapeControls(text)}`]))
  return [`${paint(style, mark)} ${escapeControls(message)}`, ...more].join("\n")
}
