import { parseArgs } from "node:util"
import { type ClientFlags, parseFlag } from "../client-flags.ts"
import { parseFault } from "../faults/parse-fault.ts"
import { OptionError } from "../option-error.ts"
import type { LocalServiceOptions } from "../options.ts"
import { flags, flagValues } from "./flags.ts"

/** What the command is asked for. */
export type Request =
  | { readonly asks: "help" | "version" }
  | { readonly asks: "service"; readonly options: LocalServiceOptions; readonly json: boolean }

/**
 * Reads the command's arguments.
 *
 * @throws OptionError that names the faulty argument.
 */
export function readArguments(args: readonly string[]): Request {
  const values = parse(args)
  if (values.help === true) return { asks: "help" }
  if (values.version === true) return { asks: "version" }
  for (const [name, value] of Object.entries(values))
    if ([value].flat().includes("")) throw new OptionError(`--${name} must not be empty`)
  const number = (name: keyof typeof values, most?: number): number | undefined => {
    const value = values[name]
    return typeof value === "string" ? wholeNumber(name, value, most) : undefined
  }
  const options = given({
    port: number("port", 65_535),
    host: values.host,
    cors: values.cors,
    models: values.model,
    seed: number("seed"),
    state: values.state,
    directory: values.directory,
    flags: values.flag === undefined ? undefined : readFlags(values.flag),
    faults: values.fault?.map(parseFault),
    faultSeed: number("fault-seed"),
    longPollMs: number("long-poll-ms"),
    tryAgainStatus: readStatus(values["try-again-status"]),
    resultLifetimeMs: number("result-lifetime-ms"),
    metadataOnlyBytes: number("metadata-only-bytes"),
    tokenLifetimeSeconds: number("token-lifetime"),
    refreshIntervalSeconds: number("refresh-interval"),
    archiveAnswer: oneOf("archive-answer", values["archive-answer"]),
  })
  return { asks: "service", options, json: values.json === true }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // What follows the first sentence is about arguments that are no options, of which there are none.
    throw new OptionError(message.replace(/\. .*$/s, ""), { cause: error })
  }
}

type Optional<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined }

/** Leaves out what was not given. */
function given(options: Optional<LocalServiceOptions>): LocalServiceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function readFlags(texts: readonly string[]): ClientFlags {
  return Object.assign({}, ...texts.map(parseFlag)) as ClientFlags
}

function wholeNumber(name: string, value: string, most = Infinity): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN
  if (number <= most) return number
  throw new OptionError(`--${name} must be a whole number${most === Infinity ? "" : ` up to ${most}`}`)
}

function readStatus(value: string | undefined): 200 | 408 | undefined {
  const status = oneOf("try-again-status", value)
  return status === undefined ? undefined : status === "200" ? 200 : 408
}

function oneOf<Name extends keyof typeof flagValues>(
  name: Name,
  value: string | undefined,
): (typeof flagValues)[Name][number] | undefined {
  if (value === undefined) return undefined
  const choices: readonly (typeof flagValues)[Name][number][] = flagValues[name]
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw new OptionError(`--${name} must be ${choices.join(" or ")}`)
  return choice
}
