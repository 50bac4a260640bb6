import { inspect } from "node:util"
import type { PristineError } from "../../src/errors/pristine-error.ts"
import type { RecordedTransport } from "../../src/testing/traffic/record-traffic.ts"
import { textsOf } from "./texts-of.ts"

/** What one test wrote of its clients, and the errors that were made in it. */
export interface Sinks {
  readonly lines: string[]
  readonly errors: PristineError[]
  readonly recorders: RecordedTransport[]
}

/** Of the process: tests of one process run one after the other. */
export const sinks: Sinks = { lines: [], errors: [], recorders: [] }

/** A line of any sink. */
export function write(line: unknown): void {
  sinks.lines.push(typeof line === "string" ? line : inspect(line, { depth: 10 }))
}

/** All texts since the last time. */
export function takeTexts(): readonly string[] {
  const recordings = sinks.recorders.splice(0).map(({ recording }) => JSON.stringify(recording))
  return [...sinks.lines.splice(0), ...sinks.errors.splice(0).flatMap(textsOf), ...recordings]
}
