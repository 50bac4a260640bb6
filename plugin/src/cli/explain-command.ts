import { InvalidArgumentError, type Command } from "commander"
import { catalogue, reasons, type DiagnosticCode } from "../diagnostics/index.ts"
import { closest } from "../diagnostics/closest.ts"
import { createPaint } from "../terminal/paint.ts"
import { exitCode } from "./exit-code.ts"
import type { Terminal } from "./terminal.ts"

interface Explanation {
  readonly code: DiagnosticCode
  readonly severity: "error" | "warning"
  /** What would go wrong. */
  readonly why: string
}

const codes = Object.keys(catalogue).sort() as DiagnosticCode[]

/** `unplugin-pristine explain`: says what would go wrong where a diagnostic is ignored. */
export function addExplainCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("explain")
    .description("say why a diagnostic is there: what would go wrong without it")
    .argument("[codes...]", "such as PRISTINE_M0101, or M0101 (default: all)", (given: string, before?: unknown) => [
      ...((before as DiagnosticCode[] | undefined) ?? []),
      parseCode(given),
    ])
    .option("--json", "print the explanations as JSON")
    .action((given: readonly DiagnosticCode[], { json }: { readonly json?: true }) => {
      const found = (given.length > 0 ? given : codes).map(explain)
      const paint = createPaint(terminal.outColor)
      const format = ({ code, severity, why }: Explanation): string =>
        `${paint("bold", code)} ${paint(severity === "error" ? "red" : "yellow", severity)}\n${why}`
      terminal.out(json ? JSON.stringify(found, undefined, 2) : found.map(format).join("\n\n"))
      exit(exitCode.done)
    })
}

function explain(code: DiagnosticCode): Explanation {
  return { code, severity: catalogue[code].severity, why: reasons[code] }
}

function parseCode(given: string): DiagnosticCode {
  const name = given.toUpperCase().replace(/^(?!PRISTINE_)/, "PRISTINE_")
  const code = codes.find((one) => one === name)
  if (code !== undefined) return code
  const meant = closest(name, codes)
  throw new InvalidArgumentError(
    `There is no such code.${meant === undefined ? " Without one, all are explained." : ` Did you mean ${meant}?`}`,
  )
}
