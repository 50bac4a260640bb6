/**
 * Time from a description to the files of a client, in a cold process, beside the generators that people use.
 *
 * Method: each run is a new process that reads the description (ours a manifest made of the same document) and writes into
 * an empty folder; the module that runs is bundled for ours and as installed for the others. Rounds are interleaved. CPU is
 * user and system time that the process tells at its end, loading included; wall is measured around it. `pristine` writes
 * the JavaScript of every part with its comments and maps; `types` are declarations with their map, openapi-typescript's the
 * types alone. Every run must leave files of more than 10 kB.
 *
 * Run with `npm run bench -w unplugin-pristine -- emission`.
 */
import { readdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { subjects } from "./documents.ts"
import { bundleForRun, cacheFolder, peersFolder } from "./folders.ts"
import { runCold, spread, type Cost } from "./run-cold.ts"

const rounds: Readonly<Record<string, number>> = { petstore: 5, bitbucket: 3, github: 3 }
/** A minute and more on the largest. */
const slow = ["kubb"]

const ours = await bundleForRun("emit-pristine.ts")
const peer = (name: string): string => join(peersFolder, `${name}.mjs`)

for (const { name, operations, document, manifest } of subjects()) {
  const contestants: readonly (readonly [name: string, args: readonly string[]])[] = [
    ["pristine", [ours, manifest]],
    ["hey-api", [peer("emit-hey-api"), document]],
    ["hey-api with valibot", [peer("emit-hey-api"), document]],
    ["orval", [peer("emit-orval"), document]],
    ["kubb", [peer("emit-kubb"), document]],
    ["pristine, types", [ours, manifest]],
    ["openapi-typescript", [peer("emit-openapi-typescript"), document]],
  ]
  const extra: Readonly<Record<string, string>> = { "hey-api with valibot": "valibot", "pristine, types": "types" }
  const costs = new Map<string, Cost[]>()
  const count = rounds[name] ?? 1
  for (let round = 0; round < count; round += 1) {
    for (const [contestant, args] of contestants) {
      if (slow.includes(contestant) && round > 0 && operations > 1000) continue
      if (process.stderr.isTTY) process.stderr.write(`\r${name}: round ${round + 1} of ${count}, ${contestant}\u001b[K`)
      const folder = join(cacheFolder, "out", `${name}-${contestant.replaceAll(/\W+/g, "-")}`)
      rmSync(folder, { recursive: true, force: true })
      const cost = runCold([...args, folder, ...(extra[contestant] ? [extra[contestant]] : [])])
      if (sizeOf(folder) < 10_000) throw new Error(`${contestant} wrote nothing of ${name}`)
      costs.set(contestant, [...(costs.get(contestant) ?? []), cost])
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K")
  console.log(`\n${name}, ${operations} operations: seconds of wall and of CPU, min / median / max of ${count}`)
  for (const [contestant, list] of costs) {
    const seconds = (pick: (cost: Cost) => number): string =>
      spread(
        list.map((cost) => pick(cost) / 1000),
        2,
      )
    console.log(
      `  ${contestant.padEnd(22)} wall ${seconds(({ wallMs }) => wallMs)}   CPU ${seconds(({ cpuMs }) => cpuMs)}`,
    )
  }
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
