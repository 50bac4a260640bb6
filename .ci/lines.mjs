// Counts source lines of each layer against the sizes the project set itself: a runtime of about 8,000 lines, and 500 to
// 1,000 for Tinkex's clients and orchestration (its types, codecs, command line and local service counted apart).
// `--check [percent] [file]` compares the table of README.md instead: a number may be off by that much (2 %), or by 2, so that a
// median of small files may move.
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

const layers = [
  { name: "plugin", folder: "plugin/src", aim: "–" },
  { name: "runtime", folder: "runtime/src", except: ["runtime/src/testing"], aim: "about 8,000" },
  { name: "runtime: testing kit", folder: "runtime/src/testing", aim: "–" },
  { name: "Tinkex: clients and orchestration", folder: "examples/tinkex/src/clients", aim: "500 to 1,000" },
  {
    name: "Tinkex: types, codecs, training maths",
    folder: "examples/tinkex/src",
    except: ["clients", "proto/gen"],
    aim: "–",
  },
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

const rows = layers.map(({ name, folder, except, aim }) => {
  const files = sources(join(root, folder), except)
  const counts = files.map((file) => readFileSync(file, "utf8").split("\n").length - 1).sort((a, b) => a - b)
  return {
    name,
    files: files.length,
    lines: counts.reduce((sum, count) => sum + count, 0),
    median: counts[counts.length >> 1] ?? 0,
    longest: counts.at(-1) ?? 0,
    aim,
  }
})

if (process.argv[2] === "--check") check(Number(process.argv[3] ?? 2))
else print()

function print() {
  console.log("| layer | files | lines | median | longest | aim |\n|---|---|---|---|---|---|")
  for (const { name, files, lines, median, longest, aim } of rows) {
    console.log(`| ${name} | ${files} | ${lines.toLocaleString("en")} | ${median} | ${longest} | ${aim} |`)
  }
  for (const { folder, except } of layers) {
    for (const file of sources(join(root, folder), except)) {
      const lines = readFileSync(file, "utf8").split("\n").length - 1
      if (lines > 500) console.warn(`longer than 500 lines: ${relative(root, file)} (${lines})`)
    }
  }
}

function check(percent) {
  const written = writtenRows()
  const known = new Set(rows.map(({ name }) => name))
  const wrong = [...written.keys()].filter((name) => !known.has(name)).map((name) => `${name}: no such layer`)
  for (const { name, ...counted } of rows) {
    const row = written.get(name)
    if (row === undefined) wrong.push(`${name}: not in the table`)
    else if (row.aim !== counted.aim) wrong.push(`${name}: aim is ${counted.aim}, the table says ${row.aim}`)
    for (const column of ["files", "lines", "median", "longest"]) {
      const off = Math.abs(Number(row?.[column]) - counted[column])
      if (row !== undefined && !(off <= Math.max(2, (counted[column] * percent) / 100))) {
        wrong.push(`${name}: ${column} is ${counted[column]}, the table says ${row[column]}`)
      }
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
    cells.slice(2).map(([, name, files, lines, median, longest, aim]) => {
      return [name, { files, lines: lines?.replaceAll(",", ""), median, longest, aim }]
    }),
  )
}
