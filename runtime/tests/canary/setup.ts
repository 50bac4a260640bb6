import { subscribe } from "node:diagnostics_channel"
import { appendFileSync } from "node:fs"
import { inspect } from "node:util"
import { afterEach } from "vitest"
import type { TelemetryEvent } from "../../src/ports/telemetry.ts"
import { channels } from "./create-marked-client.ts"
import { shown } from "./mark.ts"
import { takeTexts, write } from "./sinks.ts"

const report = process.env["PRISTINE_CANARY_REPORT"]
if (report === undefined) throw new Error("Run by `npm run canary`")

const types: readonly TelemetryEvent["type"][] = [
  ...(["call:start", "call:end", "attempt:start", "attempt:end", "retry", "poll", "throttle"] as const),
]
for (const type of types) subscribe(`${channels}:${type}`, write)

for (const level of ["debug", "info", "log", "warn", "error"] as const) {
  const original = console[level].bind(console)
  console[level] = (...words: unknown[]) => {
    write(words.map((word) => (typeof word === "string" ? word : inspect(word, { depth: 10 }))).join(" "))
    original(...words)
  }
}

afterEach(({ task }) => {
  const texts = takeTexts()
  const leaks = [...new Set(texts.filter((text) => shown.test(text)))]
  appendFileSync(
    report,
    `${JSON.stringify({ test: `${task.file.name} > ${task.fullTestName}`, texts: texts.length, leaks })}\n`,
  )
})
