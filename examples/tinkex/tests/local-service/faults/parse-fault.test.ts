import { describe, expect } from "vitest"
import { checkFault, parseFault } from "../../../local-service/faults/parse-fault.ts"
import { it } from "../../test.ts"

describe("a fault in short form", () => {
  it.each([
    ["503", { fault: 503 }],
    ["503:0.1", { fault: 503, rate: 0.1 }],
    ["429=2:0.25*3", { fault: 429, retryAfterSeconds: 2, rate: 0.25, times: 3 }],
    ["latency=250", { fault: "latency", delayMs: 250 }],
    ["reorder", { fault: "reorder" }],
    ["late-500", { fault: 500, late: true }],
    [
      "late-reset:0.05@forward_backward+optim_step",
      { fault: "reset", late: true, rate: 0.05, endpoints: ["forward_backward", "optim_step"] },
    ],
    ["paused_capacity=being upgraded*2", { fault: "paused_capacity", reason: "being upgraded", times: 2 }],
    ["truncate@sessions/*", { fault: "truncate", endpoints: ["sessions/*"] }],
  ])("%s", (text, rule) => {
    expect(parseFault(text)).toEqual(rule)
  })

  it.each([
    ["", "expected [late-]WHAT"],
    ["503:", "expected [late-]WHAT"],
    ["200", "there are statuses from 400 to 599"],
    ["slow", "there are statuses from 400 to 599, latency, reset"],
    ["503:0", "a rate is above 0 and at most 1"],
    ["503:1.5", "a rate is above 0 and at most 1"],
    ["503:1.2.3", "a rate is above 0 and at most 1"],
    ["503*0", "times is a number from 1 on"],
    ["late-latency", "late goes with statuses, reset, stall"],
    ["reset=5", "it takes no value"],
    ["latency=soon", "the value is no number"],
    ["429=-1", "the value is no number"],
    ["paused_capacity@optim_step", "only retrieve_future tells the state of the queue"],
  ])("%j is refused: %s", (text, why) => {
    expect(() => parseFault(text)).toThrow(`Fault ${JSON.stringify(text)}: ${why}`)
  })
})

describe("a fault as a rule", () => {
  it.each([
    [{ fault: 399 }, "statuses from 400 to 599"],
    [{ fault: 500.5 }, "statuses from 400 to 599"],
    [{ fault: 503, rate: NaN }, "a rate is above 0"],
    [{ fault: 503, times: 1.5 }, "times is a number"],
    [{ fault: 503, delayMs: 5 }, "milliseconds from 0 on go with latency, reorder"],
    [{ fault: "latency", delayMs: -1 }, "milliseconds from 0 on go with latency, reorder"],
    [{ fault: "reset", retryAfterSeconds: 1 }, "seconds of Retry-After from 0 on go with statuses"],
    [{ fault: "reset", reason: "x" }, "a reason goes with paused_capacity, paused_rate_limit"],
  ] as const)("%j is refused", (rule, why) => {
    expect(() => checkFault(rule)).toThrow(why)
  })
})
