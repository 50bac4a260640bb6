import { pause } from "pristine-runtime"
import type { ServiceClock } from "../clock.ts"
import { json, type Reply } from "../http/reply.ts"
import type { Handler } from "../http/router.ts"
import { tryAgain } from "../http/try-again.ts"
import type { FaultPlan } from "./fault-plan.ts"
import type { FaultRule } from "./fault-rule.ts"
import { Overtaking } from "./overtaking.ts"

const defaultDelayMs = 100

/** What faults need of the service. */
interface FaultTools {
  readonly clock: ServiceClock
  readonly tryAgainStatus: 200 | 408
}

/** Lets each request meet the faults that the plan draws for it. */
export function withFaults(plan: FaultPlan, tools: FaultTools, next: Handler): Handler {
  const overtaking = new Overtaking(tools.clock)
  return async (exchange) => {
    const faulty = plan
      .draw(exchange)
      .reduceRight<Handler>((inner, rule) => applyFault(rule, inner, tools, overtaking), next)
    const reply = await faulty(exchange)
    overtaking.answered()
    return reply
  }
}

function applyFault(rule: FaultRule, next: Handler, tools: FaultTools, overtaking: Overtaking): Handler {
  const { fault, late = false } = rule
  if (typeof fault === "number") return late ? afterWork(next, () => refusal(rule)) : () => refusal(rule)
  switch (fault) {
    case "latency":
      return async (exchange) => {
        await pause(tools.clock, rule.delayMs ?? defaultDelayMs, exchange.signal)
        return next(exchange)
      }
    case "reset":
      return late ? afterWork(next, () => noAnswer("reset")) : () => noAnswer("reset")
    case "stall":
      return late ? async (exchange) => ({ ...(await next(exchange)), delivery: "stall" }) : () => noAnswer("never")
    case "truncate":
    case "shorten":
    case "duplicate":
      return async (exchange) => ({ ...(await next(exchange)), delivery: fault })
    case "reorder":
      return async (exchange) => {
        const reply = await next(exchange)
        await overtaking.wait(rule.delayMs ?? defaultDelayMs, exchange.signal)
        return reply
      }
    case "replay":
      return afterWork(next, (exchange) => next(exchange))
    case "paused_capacity":
    case "paused_rate_limit":
      return async (exchange) => {
        const requestId = (await exchange.fields()).string("request_id")
        const queue = { state: fault, reason: rule.reason }
        return tryAgain(requestId, tools.tryAgainStatus, queue)
      }
  }
}

/** Has the service do the work; what it says to it, a refusal included, is what gets lost. */
function afterWork(next: Handler, reply: Handler): Handler {
  return async (exchange) => {
    await Promise.allSettled([next(exchange)])
    return reply(exchange)
  }
}

function refusal({ fault, retryAfterSeconds }: FaultRule): Reply {
  const seconds = retryAfterSeconds ?? (fault === 429 ? 1 : undefined)
  const reply = json({ detail: `Injected fault: ${fault}` }, Number(fault))
  if (seconds === undefined) return reply
  return { ...reply, headers: { ...reply.headers, "Retry-After": String(seconds) } }
}

function noAnswer(delivery: "reset" | "never"): Reply {
  return { status: 500, headers: {}, delivery }
}
