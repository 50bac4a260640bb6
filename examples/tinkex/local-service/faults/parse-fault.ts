import { type FaultName, faultNames, type FaultRule } from "./fault-rule.ts"
import { OptionError } from "../option-error.ts"

/** `late-` · what · `=value` · `:rate` · `*times` · `@endpoint+endpoint`, all but the second optional. */
const form = /^(late-)?([a-z_]+|\d{3})(?:=([^:*@]*))?(?::([\d.]+))?(?:\*(\d{1,9}))?(?:@(.+))?$/

/** Those that differ by whether the service has done the work before. */
const lateNames: readonly FaultName[] = ["reset", "stall"]
const delayed: readonly FaultName[] = ["latency", "reorder"]
const paused: readonly FaultName[] = ["paused_capacity", "paused_rate_limit"]

/**
 * Reads a switch as the command and the header write it: `503:0.1`, `429=2:0.2` (`Retry-After: 2`), `latency=250`,
 * `late-reset:0.05@forward_backward+optim_step`, `paused_capacity=upgrading*3`.
 *
 * @throws Error that says what is wrong with it.
 */
export function parseFault(text: string): FaultRule {
  const [match, late, what = "", value, rate, times, endpoints] = form.exec(text) ?? []
  if (match === undefined) throw faulty(text, "expected [late-]WHAT[=VALUE][:RATE][*TIMES][@ENDPOINT+…]")
  const fault = /^\d/.test(what) ? Number(what) : (what as FaultName)
  return checkFault(
    {
      fault,
      ...(late === undefined ? {} : { late: true }),
      ...(value === undefined ? {} : readValue(text, fault, value)),
      ...(rate === undefined ? {} : { rate: Number(rate) }),
      ...(times === undefined ? {} : { times: Number(times) }),
      ...(endpoints === undefined ? {} : { endpoints: endpoints.split("+") }),
    },
    text,
  )
}

/**
 * Checks a switch that a program made.
 *
 * @throws Error that says what is wrong with it.
 */
export function checkFault(rule: FaultRule, text = JSON.stringify(rule)): FaultRule {
  const { fault, rate = 1, times = Infinity, late = false, delayMs, retryAfterSeconds, reason, endpoints } = rule
  const isStatus = typeof fault === "number"
  const isOneOf = (names: readonly FaultName[]): boolean => !isStatus && names.includes(fault)
  if (isStatus ? !Number.isInteger(fault) || fault < 400 || fault > 599 : !faultNames.includes(fault))
    throw faulty(text, `there are statuses from 400 to 599, ${faultNames.join(", ")}`)
  if (!(rate > 0 && rate <= 1)) throw faulty(text, "a rate is above 0 and at most 1")
  if (times !== Infinity && (!Number.isSafeInteger(times) || times < 1))
    throw faulty(text, "times is a number from 1 on")
  if (late && !isStatus && !isOneOf(lateNames)) throw faulty(text, `late goes with statuses, ${lateNames.join(", ")}`)
  if (delayMs !== undefined && !(isOneOf(delayed) && delayMs >= 0 && Number.isFinite(delayMs)))
    throw faulty(text, `milliseconds from 0 on go with ${delayed.join(", ")}`)
  if (retryAfterSeconds !== undefined && !(isStatus && retryAfterSeconds >= 0 && Number.isFinite(retryAfterSeconds)))
    throw faulty(text, "seconds of Retry-After from 0 on go with statuses")
  if (reason !== undefined && !isOneOf(paused)) throw faulty(text, `a reason goes with ${paused.join(", ")}`)
  if (isOneOf(paused) && endpoints?.some((endpoint) => endpoint !== "retrieve_future"))
    throw faulty(text, "only retrieve_future tells the state of the queue")
  return rule
}

function readValue(text: string, fault: FaultRule["fault"], value: string): Partial<FaultRule> {
  if (paused.includes(fault as FaultName)) return { reason: value }
  if (!/^\d+(\.\d+)?$/.test(value)) throw faulty(text, "the value is no number")
  if (typeof fault === "number") return { retryAfterSeconds: Number(value) }
  if (delayed.includes(fault)) return { delayMs: Number(value) }
  throw faulty(text, "it takes no value")
}

function faulty(text: string, why: string): Error {
  return new OptionError(`Fault ${JSON.stringify(text.slice(0, 80))}: ${why}`)
}
