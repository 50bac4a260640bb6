// Counts source lines of each layer against the sizes the project set itself: a runtime of about 8,000 lines, and 500 to
// 1,000 for Tinkex's clients and orchestration (its types, codecs, command line and local service counted apart).
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))

const layers = [
  { name: "plugin", folder: "plugin/src", aim: "–" },
  { name: "runtime", folder: "runtime/src", aim: "about 8,000" },
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
