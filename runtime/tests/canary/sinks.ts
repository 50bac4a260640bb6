import { inspect } from "node:util"
import type { PristineError } from "../../src/errors/pristine-error.ts"
import { textsOf } from "./texts-of.ts"

/** What one test wrote of its clients, and the errors that were made in it. */
export interface Sinks {
  readonly lines: string[]
  readonly errors: PristineError[]
}

/** Of the process: tests of one process run one after the other. */
export const sinks: Sinks = { lines: [], errors: [] }

/** A line of any sink. */
export function write(line: unknown): void {
  sinks.lines.push(typeof line === "string" ? line : inspect(line, { depth: 10 }))
}

/** All texts since the last time. */
export function takeTexts(): readonly string[] {
  const texts = [...sinks.lines.splice(0), ...sinks.errors.splice(0).flatMap(textsOf)]
  return texts
}
