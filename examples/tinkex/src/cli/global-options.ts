import { InvalidArgumentError, Option, type Command } from "commander"
import type { OutputFormat, PrintOptions } from "./output/print-output.ts"

/** What every command takes, before or behind its name. */
export interface GlobalOptions {
  readonly format: OutputFormat
  readonly json?: true
  readonly header: boolean
  readonly apiKey?: string
  readonly baseUrl?: string
  readonly timeout?: number
}

export function addGlobalOptions(program: Command): Command {
  return program
    .addOption(new Option("-f, --format <format>", "how to print results").choices(["table", "json"]).default("table"))
    .option("--json", "the same as --format json")
    .option("--no-header", "print tables without their headings")
    .option("--api-key <key>", "the credential (better: TINKER_API_KEY, which other users of the machine do not see)")
    .option("--base-url <url>", "the service's address (default: TINKER_BASE_URL, else Tinker's own)")
    .option("--timeout <ms>", "milliseconds for one request", wholeNumber(1))
}

/** How a command prints its result. */
export function printOptionsOf(command: Command): PrintOptions {
  const { json, format, header } = command.optsWithGlobals<GlobalOptions>()
  return { format: json ? "json" : format, header }
}

/** Reads a whole number from `least` on. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const number = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN
    if (!(number >= least)) throw new InvalidArgumentError(`It must be a whole number from ${least} on.`)
    return number
  }
}

/** Reads a number from `least` to `most`. */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = text.trim() === "" ? NaN : Number(text)
    if (!(number >= least && number <= most))
      throw new InvalidArgumentError(
        most === Infinity ? `It must be a number from ${least} on.` : `It must be a number from ${least} to ${most}.`,
      )
    return number
  }
}

/** Collects an option that may be given several times. */
export function several(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text]
}
