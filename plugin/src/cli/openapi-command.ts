import { resolve } from "node:path"
import type { Command } from "commander"
import { writeChanged } from "../disk/write-changed.ts"
import { toOpenApi } from "../openapi/to-openapi.ts"
import { exitCode } from "./exit-code.ts"
import { loadModel } from "./load-model.ts"
import type { Terminal } from "./terminal.ts"

interface OpenApiOptions {
  readonly out?: string
  readonly cwd?: string
}

/** `unplugin-pristine openapi`: prints the OpenAPI form of a manifest. */
export function addOpenApiCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("openapi")
    .description("print the OpenAPI 3.1 form of a manifest, as JSON")
    .argument("<manifest>", "a *.pristine.json, .yaml or .yml")
    .option("--out <file>", "write it to a file, if that is not what it holds already")
    .option("--cwd <folder>", "folder to work in")
    .action(async (manifest: string, options: OpenApiOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runOpenApi(resolve(cwd, manifest), options, { ...terminal, cwd }))
    })
}

async function runOpenApi(file: string, { out }: OpenApiOptions, terminal: Terminal): Promise<number> {
  const manifest = await loadModel(file, terminal)
  if (!manifest) return exitCode.failed
  const text = JSON.stringify(toOpenApi(manifest.model), undefined, 2)
  if (out === undefined) terminal.out(text)
  else terminal.out(await write(resolve(terminal.cwd, out), `${text}\n`, out))
  return exitCode.done
}

async function write(file: string, text: string, name: string): Promise<string> {
  return (await writeChanged(file, text)) ? `wrote ${name}` : `${name} is up to date`
}
