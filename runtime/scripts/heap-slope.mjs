/**
 * Makes 50,000 calls one after the other and ten times 2,000 at once, over real sockets and with every end that a call can
 * have, and fails where the heap grows with them: `npm run heap -w runtime`, or `-- 10000 500` for fewer. Ends by itself
 * after ten minutes at the latest.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { compileEntry } from "./compile-entry.mjs"

/**
 * Bytes a call. The smallest object of V8 takes 24, and a call that forgets something forgets more than one: a listener, a
 * timer or an entry of a map with its closure is a few hundred. Few heaps are measured between the rounds at once, and
 * sockets that close count in them, so that the line through those is four times less sure.
 */
const mostBytesPerCall = { sequential: 24, concurrent: 96 }
const longestRunMs = 600_000
const rounds = 10
const width = 40
let tenth = 0

const [inTurn = 50_000, atOnce = 2_000] = process.argv.slice(2).map(Number)
for (const count of [inTurn, atOnce]) if (!(count >= 100)) throw new Error("At least 100 calls")

const entry = await compileEntry(fileURLToPath(new URL("../tests/faults/entries/heap-slope.ts", import.meta.url)))
const child = spawn(process.execPath, ["--expose-gc", entry, String(inTurn), String(atOnce), String(rounds)], {
  stdio: ["ignore", "pipe", "pipe"],
  timeout: longestRunMs,
})
process.once("exit", () => child.kill())
let output = ""
child.stdout.setEncoding("utf8").on("data", (text) => (output += text))
child.stderr.setEncoding("utf8").on("data", show)
const [code] = await new Promise((resolve) => child.once("close", (...ended) => resolve(ended)))
if (process.stdout.isTTY) process.stdout.write("\r\x1b[K")
if (code !== 0) throw new Error("The calls did not come to their end")

for (const [name, { bytesPerCall, samples }] of Object.entries(JSON.parse(output))) {
  const failed = !(bytesPerCall < mostBytesPerCall[name])
  const [from, to] = [samples[0], samples.at(-1)].map((bytes) => (bytes / 1e6).toFixed(2))
  console.log(`${failed ? "FAILED " : ""}${name}: ${bytesPerCall.toFixed(1)} bytes a call, from ${from} to ${to} MB`)
  if (failed) process.exitCode = 1
}

/** A bar on a terminal, a line for each tenth elsewhere. */
function show(text) {
  const last = [...text.matchAll(/(\d+)\/(\d+)\n/g)].at(-1)
  if (last === undefined) return void process.stderr.write(text)
  const share = Number(last[1]) / Number(last[2])
  if (process.stdout.isTTY) {
    const filled = Math.round(share * width)
    process.stdout.write(`\r[${"#".repeat(filled)}${" ".repeat(width - filled)}] ${last[1]} of ${last[2]} calls`)
  } else if (Math.floor(share * 10) > tenth) {
    tenth = Math.floor(share * 10)
    console.log(`${last[1]} of ${last[2]} calls`)
  }
}
