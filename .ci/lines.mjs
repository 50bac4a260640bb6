// Counts source lines of each layer against the sizes the project set itself: a runtime of about 8,000 lines, and 500 to
// 1,000 for Tinkex's clients and orchestration (its types, codecs, command line and local service counted apart).
// `--write` puts the table into README.md; `--check [percent] [file]` says where that one is off by more (2 %).
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Of Tinkex: what is about the wire's types, tensors and their encoding. Everything else of its sources orchestrates. */
const types = ["proto", "data", "training/metrics.ts", "regularizers", "training/tuple-hash.ts"].map(
  (name) => `tinkex/src/${name}`,
)

/** Also of Tinkex: files of checkpoints and the command line. */
const files = ["checkpoint-files", "hugging-face", "node.ts"].map((name) => `tinkex/src/${name}`)
const commandLine = ["cli", "version.ts"].map((name) => `tinkex/src/${name}`)
/** And what stands beside the clients: what they are set up by, what they tell, and what an application may add. */
const around = ["config", "telemetry", "recovery", "tokenizers", "autodiff", "logging"].map(
  (name) => `tinkex/src/${name}`,
)

const layers = [
  { name: "plugin", folder: "plugin/src", aim: "–" },
  { name: "runtime", folder: "runtime/src", except: ["runtime/src/testing"], aim: "about 8,000" },
  { name: "runtime: testing kit", folder: "runtime/src/testing", aim: "–" },
  {
    name: "Tinkex: clients and orchestration",
    folder: "examples/tinkex/src",
    except: [...types, ...files, ...commandLine, ...around, "proto/gen"],
    aim: "500 to 1,000",
  },
  { name: "Tinkex: types and codecs", folder: "examples/tinkex/src", only: types, except: ["proto/gen"], aim: "–" },
  { name: "Tinkex: settings, telemetry, recovery, tokenizers", folder: "examples/tinkex/src", only: around, aim: "–" },
  { name: "Tinkex: files and Hugging Face", folder: "examples/tinkex/src", only: files, aim: "–" },
  { name: "Tinkex: command line", folder: "examples/tinkex/src", only: commandLine, aim: "–" },
  { name: "local Tinker service", folder: "examples/tinkex/local-service", aim: "–" },
]

function sources(folder, except = []) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (except.some((skipped) => path.endsWith(skipped))) return []
    if (statSync(path).isDirectory()) return sources(path, except)
    return path.endsWith(".ts") ? [path] : []
  })
}

function filesOf({ folder, except, only }) {
  const files = sources(join(root, folder), except)
  const isIn = (file, name) => file.includes(`/${name}/`) || file.endsWith(`/${name}`)
  return only === undefined ? files : files.filter((file) => only.some((name) => isIn(file, name)))
}

const rows = layers.map((layer) => {
  const counts = filesOf(layer).map((file) => readFileSync(file, "utf8").split("\n").length - 1)
  return { ...layer, files: counts.length, lines: counts.reduce((sum, count) => sum + count, 0) }
})

const [what, argument] = process.argv.slice(2)
if (what === "--check") check(Number(argument ?? 2))
else if (what === "--write") write()
else print()

function table() {
  const lines = rows.map(({ name, files, lines, aim }) => [name, String(files), lines.toLocaleString("en"), aim])
  const cells = [["layer", "files", "lines", "aim"], ...lines]
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)))
  const text = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`
  return [text(cells[0]), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...lines.map(text)].join("\n")
}

function print() {
  console.log(table())
  for (const file of layers.flatMap(filesOf)) {
    const lines = readFileSync(file, "utf8").split("\n").length - 1
    if (lines > 500) console.warn(`longer than 500 lines: ${relative(root, file)} (${lines})`)
  }
}

function write() {
  const file = join(root, "README.md")
  const written = readFileSync(file, "utf8").replace(
    /(<!-- lines:start -->\n)[^]*?(\n<!-- lines:end -->)/,
    (_, start, end) => `${start}\n${table()}\n${end}`,
  )
  writeFileSync(file, written)
}

function check(percent) {
  const written = writtenRows()
  const known = new Set(rows.map(({ name }) => name))
  const wrong = [...written.keys()].filter((name) => !known.has(name)).map((name) => `${name}: no such layer`)
  for (const { name, lines, aim } of rows) {
    const row = written.get(name)
    if (row === undefined) wrong.push(`${name}: not in the table`)
    else if (row.aim !== aim) wrong.push(`${name}: aim is ${aim}, the table says ${row.aim}`)
    else if (!(Math.abs(row.lines - lines) <= (lines * percent) / 100)) {
      wrong.push(`${name}: lines is ${lines}, the table says ${row.lines}; npm run lines -- --write`)
    }
  }
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exitCode = 1
}

function writtenRows() {
  const readme = readFileSync(process.argv[4] ?? join(root, "README.md"), "utf8")
  const [, table = ""] = /<!-- lines:start -->([^]*?)<!-- lines:end -->/.exec(readme) ?? []
  const cells = table
    .split("\n")
    .flatMap((line) => (line.startsWith("|") ? [line.split("|").map((c) => c.trim())] : []))
  return new Map(
    cells.slice(2).map(([, name, , lines, aim]) => [name, { lines: Number(lines.replaceAll(",", "")), aim }]),
  )
}
