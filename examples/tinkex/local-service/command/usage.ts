import { flags } from "./flags.ts"

/** Flags behind which a line is left free. */
const lastOfGroup: readonly string[] = ["seed", "directory", "fault-seed", "archive-answer"]

const lines = Object.entries(flags).flatMap(([name, flag]) => {
  const value = "value" in flag ? ` ${flag.value}` : ""
  return [`  ${`--${name}${value}`.padEnd(25)} ${flag.does}`, ...(lastOfGroup.includes(name) ? [""] : [])]
})

/** What `--help` prints. */
export const usage = `Usage: tinkex-local-service [options]

Starts a Tinker service on this machine and prints its URL. Stop it with Ctrl-C.

${lines.join("\n")}

A FAULT is [late-]WHAT[=VALUE][:RATE][*TIMES][@ENDPOINT+ENDPOINT...].
WHAT is a status from 400 to 599, latency, reset, stall, truncate, shorten,
duplicate, reorder, replay, paused_capacity or paused_rate_limit. With late- the
service does the work, and only the answer is lost. Examples: 503:0.1,
429=2:0.1, latency=250, late-reset:0.05@forward_backward+optim_step.
`
