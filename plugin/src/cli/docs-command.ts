import { join, relative, resolve } from "node:path"
import { Option, type Command } from "commander"
import { describeApi } from "../docs/describe-api.ts"
import type { ApiDocument } from "../docs/document.ts"
import { renderHtml } from "../docs/render-html.ts"
import { renderMarkdown } from "../docs/render-markdown.ts"
import { writeChanged } from "../disk/write-changed.ts"
import { exitCode } from "./exit-code.ts"
import { loadModel } from "./load-model.ts"
import { manifestName } from "./manifest-name.ts"
import type { Terminal } from "./terminal.ts"

type Format = "markdown" | "html"

interface DocsOptions {
  readonly out?: string
  readonly format?: Format
  readonly json?: true
  readonly cwd?: string
}

const formats = {
  markdown: { ending: "md", render: renderMarkdown },
  html: { ending: "html", render: renderHtml },
} as const satisfies Readonly<Record<Format, { ending: string; render: (document: ApiDocument) => string }>>

/** `unplugin-pristine docs`: writes the reference of an API for people. */
export function addDocsCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("docs")
    .description("write the reference of an API as Markdown and as one static HTML page")
    .argument("<manifest>", "a *.pristine.json, .yaml or .yml")
    .option("--out <folder>", "write files named like the manifest there, instead of printing")
    .addOption(
      new Option("--format <format>", "only this one (default: markdown when printing, both in files)").choices([
        "markdown",
        "html",
      ]),
    )
    .addOption(new Option("--json", "print the reference as JSON").conflicts(["out", "format"]))
    .option("--cwd <folder>", "folder to work in")
    .action(async (manifest: string, options: DocsOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runDocs(resolve(cwd, manifest), options, { ...terminal, cwd }))
    })
}

async function runDocs(file: string, { out, format, json }: DocsOptions, terminal: Terminal): Promise<number> {
  const manifest = await loadModel(file, terminal)
  if (!manifest) return exitCode.failed
  const document = describeApi(manifest.model)
  if (out === undefined) {
    const text = json ? JSON.stringify(document, undefined, 2) : formats[format ?? "markdown"].render(document)
    terminal.out(text.trimEnd())
    return exitCode.done
  }
  const lines: string[] = []
  for (const each of format ? [format] : (["markdown", "html"] as const)) {
    const { ending, render } = formats[each]
    const path = join(resolve(terminal.cwd, out), `${manifestName(file)}.${ending}`)
    const isNew = await writeChanged(path, render(document))
    const name = relative(terminal.cwd, path)
    lines.push(isNew ? `wrote ${name}` : `${name} is up to date`)
  }
  terminal.out(lines.join("\n"))
  return exitCode.done
}
