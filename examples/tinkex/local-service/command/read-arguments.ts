import { parseArgs } from "node:util"
import { type ClientFlags, parseFlag } from "../client-flags.ts"
import { parseFault } from "../faults/parse-fault.ts"
import type { LocalServiceOptions } from "../options.ts"

export const usage = `Usage: tinkex-local-service [options]

Starts a Tinker service on this machine and prints its URL. Stop it with Ctrl-C.

  --port N                  listen there (a free port)
  --host ADDRESS            listen on that address (127.0.0.1)
  --model NAME              offer this base model; repeat for more
  --seed N                  makes ids, adapters and samples repeatable

  --state FOLDER            keep everything there, to go on after a restart
  --directory FOLDER        keep checkpoints there

  --flag NAME=VALUE         tell clients this flag; repeat for more
  --fault FAULT             let this go wrong; repeat for more
  --fault-seed N            decides which requests the faults meet (the seed)

  --long-poll-ms N          hold polls for so long (20000)
  --try-again-status N      status of polls without a result: 408 or 200 (408)
  --result-lifetime-ms N    keep results for so long (3600000)
  --metadata-only-bytes N   tell of larger results by their size (1048576)
  --token-lifetime N        seconds for which a web token is good (3600)
  --refresh-interval N      seconds between looks at the configuration (300)
  --archive-answer FORM     links to archives by redirect or json (redirect)
  --help

A FAULT is [late-]WHAT[=VALUE][:RATE][*TIMES][@ENDPOINT+ENDPOINT...].
WHAT is a status from 400 to 599, latency, reset, stall, truncate, shorten,
duplicate, reorder, replay, paused_capacity or paused_rate_limit. With late- the
service does the work, and only the answer is lost. Examples: 503:0.1,
429=2:0.1, latency=250, late-reset:0.05@forward_backward+optim_step.
`

const text = { type: "string" } as const
const texts = { type: "string", multiple: true } as const

/**
 * Reads the command's arguments; undefined: help was asked for.
 *
 * @throws Error that names the faulty argument.
 */
export function readArguments(args: readonly string[]): LocalServiceOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: text,
      host: text,
      model: texts,
      seed: text,
      state: text,
      directory: text,
      flag: texts,
      fault: texts,
      "fault-seed": text,
      "long-poll-ms": text,
      "try-again-status": text,
      "result-lifetime-ms": text,
      "metadata-only-bytes": text,
      "token-lifetime": text,
      "refresh-interval": text,
      "archive-answer": text,
      help: { type: "boolean" },
    },
  })
  if (values.help === true) return undefined
  const number = (name: keyof typeof values): number | undefined => {
    const value = values[name]
    return typeof value === "string" ? wholeNumber(name, value) : undefined
  }
  return given({
    port: number("port"),
    host: values.host,
    models: values.model,
    seed: number("seed"),
    state: values.state,
    directory: values.directory,
    flags: values.flag === undefined ? undefined : readFlags(values.flag),
    faults: values.fault?.map(parseFault),
    faultSeed: number("fault-seed"),
    longPollMs: number("long-poll-ms"),
    tryAgainStatus: oneOf("try-again-status", [408, 200] as const, number("try-again-status")),
    resultLifetimeMs: number("result-lifetime-ms"),
    metadataOnlyBytes: number("metadata-only-bytes"),
    tokenLifetimeSeconds: number("token-lifetime"),
    refreshIntervalSeconds: number("refresh-interval"),
    archiveAnswer: oneOf("archive-answer", ["redirect", "json"] as const, values["archive-answer"]),
  })
}

type Optional<Options> = { readonly [Name in keyof Options]: Options[Name] | undefined }

/** Leaves out what was not given. */
function given(options: Optional<LocalServiceOptions>): LocalServiceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function readFlags(flags: readonly string[]): ClientFlags {
  return Object.assign({}, ...flags.map(parseFlag)) as ClientFlags
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new Error(`--${name} must be a whole number`)
  return Number(value)
}

function oneOf<Choice extends string | number>(
  name: string,
  choices: readonly Choice[],
  value: string | number | undefined,
): Choice | undefined {
  if (value === undefined) return undefined
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw new Error(`--${name} must be ${choices.join(" or ")}`)
  return choice
}
