import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "./workspace.ts"

/** The line of another file that runs a command as documented; empty if there is none. */
const ranBy = (file: string, line: RegExp) => async (): Promise<string> => {
  return line.exec(await readFile(join(root, file), "utf8"))?.[0] ?? ""
}

const ci = ".ci/run"
const packed = "examples/tests/sweeps/packed.test.ts"
const cli = "plugin/tests/cli/run-cli.test.ts"
const install = ranBy(packed, /"install",/)
const packs = ranBy("examples/tests/readme-project.ts", /"pack",/)

const tinkex = "examples/tinkex/tests/cli"
const download = ranBy(`${tinkex}/commands/checkpoint.test.ts`, /checkpoint download \$\{path\} -o [^`]*/)

/** Where each command of the documentation is run, by page and line. */
export const commands: Readonly<Record<string, () => Promise<string>>> = {
  "README.md: npm ci && npm run quickstart": ranBy(ci, /^npm run quickstart$/m),
  "README.md: npm ci && npm test": ranBy(ci, / npm test$/m),
  "README.md: npm run sweeps": ranBy(ci, /npm run --silent sweeps$/m),
  "README.md: npm run playground": ranBy("package.json", /"playground": /),
  "README.md: npm run build && npm pack -w runtime -w plugin": packs,
  "README.md: npm init -y && npm pkg set type=module": ranBy(packed, /private: true, type: "module"/),
  "README.md: npm install …/pristine-runtime-0.1.0.tgz": install,
  "README.md: npm install --save-dev …/unplugin-pristine-0.1.0.tgz": install,
  "README.md: npm install pristine-runtime": install,
  "README.md: npm install --save-dev unplugin-pristine": install,
  "README.md: npx unplugin-pristine types && npx tsc": ranBy(packed, /"npx", \["unplugin-pristine", "types"\]/),
  "plugin/README.md: npm install pristine-runtime": install,
  "plugin/README.md: npm install --save-dev unplugin-pristine": install,
  "runtime/README.md: npm install pristine-runtime": install,
  "examples/tinkex/README.md: npm run build": ranBy("package.json", /"build": /),
  "examples/tinkex/README.md: npm run build && npm pack -w runtime -w tinkex": packs,
  "examples/tinkex/README.md: npm install …/pristine-runtime-0.1.0.tgz …/tinkex-0.1.0.tgz": install,
  "examples/tinkex/README.md: npm run quickstart": ranBy(ci, /^npm run quickstart$/m),
  "examples/tinkex/README.md: tinkex checkpoint list": ranBy(
    `${tinkex}/commands/checkpoint.test.ts`,
    /cli\("checkpoint list"\)/,
  ),
  "examples/tinkex/README.md: tinkex checkpoint download tinker://<run>/sampler_weights/final": download,
  "examples/tinkex/README.md: tinkex local-service --port 8080": ranBy(
    `${tinkex}/process.test.ts`,
    /\["local-service", "--port"[^\]]*\]/,
  ),
  "examples/tinkex/docs/command-line.md: tinkex run list": ranBy(`${tinkex}/commands/run.test.ts`, /cli\("run list"\)/),
  "examples/tinkex/docs/command-line.md: tinkex checkpoint download tinker://<run>/sampler_weights/final -o models":
    download,
  "examples/tinkex/docs/command-line.md: tinkex sample --model-path tinker://<run>/sampler_weights/final --prompt-file tokens.json --max-tokens 64":
    ranBy(`${tinkex}/commands/sample.test.ts`, /sample --model-path \$\{path\}|--prompt-file prompt/),
  "examples/tinkex/docs/local-service.md: tinkex-local-service --port 8080 --state ./service": ranBy(
    "examples/tinkex/tests/local-service/cli.test.ts",
    /"--port"[^\n]*|"--state"[^\n]*/,
  ),
  "examples/tinkex/docs/local-service.md: tinkex-local-service --fault 503:0.1 --fault late-reset:0.05@forward_backward+optim_step --fault-seed 7":
    ranBy("examples/tinkex/tests/local-service/cli.test.ts", /"--fault"[^\n]*|"--fault-seed"[^\n]*/),
  "docs/hosts.md: node --import unplugin-pristine/register app.js": ranBy(
    "examples/tests/sweeps/consumers.test.ts",
    /"--import", "unplugin-pristine\/register"/,
  ),
  "docs/typescript.md: unplugin-pristine types": ranBy(cli, /run\(\["types"\]/),
  "docs/typescript.md: unplugin-pristine types --watch": ranBy(cli, /\["types", "--watch"\]/),
  "docs/typescript.md: unplugin-pristine types --check": ranBy(cli, /\["types", "--check"\]/),
}
