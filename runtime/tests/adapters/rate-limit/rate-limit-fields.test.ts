import fc from "fast-check"
import { describe, expect } from "vitest"
import {
  parseRateLimitFields,
  rateLimitDelay,
  type ServiceLimit,
} from "../../../src/adapters/rate-limit/rate-limit-fields.ts"
import { it } from "../../test.ts"

describe("RateLimit and RateLimit-Policy", () => {
  const limits = (rateLimit: string, policy?: string) =>
    parseRateLimitFields(
      new Headers({ ratelimit: rateLimit, ...(policy !== undefined && { "ratelimit-policy": policy }) }),
    )

  it.each<[name: string, given: readonly [string, string?], want: readonly ServiceLimit[]]>([
    ["remaining and reset", ['"default";r=50;t=30'], [{ policy: "default", remaining: 50, resetMs: 30_000 }]],
    ["remaining alone", ['"default";r=50'], [{ policy: "default", remaining: 50 }]],
    [
      "with its policy",
      ['"default";r=50;t=30', '"default";q=100;w=60'],
      [{ policy: "default", remaining: 50, resetMs: 30_000, quota: 100, windowMs: 60_000 }],
    ],
    [
      "two of them",
      ['"day";r=0;t=3600, "minute";r=5;t=7', '"minute";q=10;w=60,"day";q=1000;w=86400'],
      [
        { policy: "day", remaining: 0, resetMs: 3_600_000, quota: 1000, windowMs: 86_400_000 },
        { policy: "minute", remaining: 5, resetMs: 7000, quota: 10, windowMs: 60_000 },
      ],
    ],
    ["a policy of another name", ['"a";r=1', '"b";q=2'], [{ policy: "a", remaining: 1 }]],
    ["a policy that does not parse", ['"a";r=1', '"a";q='], [{ policy: "a", remaining: 1 }]],
    ["a negative reset is none", ['"a";r=1;t=-5'], [{ policy: "a", remaining: 1 }]],
    ["a fraction is none", ['"a";r=1;t=1.5'], [{ policy: "a", remaining: 1 }]],
    ["without remaining", ['"a";t=5'], []],
    ["a name that is a number", ["5;r=1"], []],
    ["a name that is a token", ["a;r=1"], []],
    ["an inner list", ['("a");r=1'], []],
    ["a partition key", ['"a";r=1;t=5;pk=:cHN0:'], [{ policy: "a", remaining: 1, resetMs: 5000 }]],
    [
      "a policy with a unit and a partition key",
      ['"a";r=1', '"a";q=9;qu="content-bytes";w=60;pk=:cHN0:'],
      [{ policy: "a", remaining: 1, quota: 9, windowMs: 60_000 }],
    ],
    ["two policies of one name: the last", ['"a";r=1', '"a";q=2, "a";q=3'], [{ policy: "a", remaining: 1, quota: 3 }]],
    ["a decimal that is whole is none", ['"a";r=1;t=5.0'], [{ policy: "a", remaining: 1 }]],
    ["a text for what remains", ['"a";r="1"'], []],
    ["a negative rest", ['"a";r=-1'], []],
    ["no rest, but a flag", ['"a";r'], []],
    ["nothing", ["", '"a";q=1'], []],
    [
      "version 07 of the draft",
      ["limit=100, remaining=50, reset=30", "100;w=60"],
      [{ policy: "", remaining: 50, resetMs: 30_000, quota: 100, windowMs: 60_000 }],
    ],
    [
      "version 07, of two policies the one with this quota",
      ["limit=10, remaining=1, reset=1", "10;w=1, 1000;w=3600"],
      [{ policy: "", remaining: 1, resetMs: 1000, quota: 10, windowMs: 1000 }],
    ],
    ["version 07, what remains alone", ["remaining=5"], [{ policy: "", remaining: 5 }]],
    ["version 07 without what remains", ["limit=100, reset=30"], []],
    ["version 07 with garbage", ["limit=100, remaining=5, reset=soon"], [{ policy: "", remaining: 5, quota: 100 }]],
    ["version 07, its comma without an end", ["limit=100, remaining=5,"], []],
    ["garbage", ['"a";r=1,,'], []],
    ["a name that is not ASCII", ['"\u00e4";r=1'], []],
    [
      "names of Object.prototype",
      ['"__proto__";r=1, "constructor";r=2;constructor'],
      [
        { policy: "__proto__", remaining: 1 },
        { policy: "constructor", remaining: 2 },
      ],
    ],
  ])("B27 say: %s", (_, given, want) => {
    expect(limits(...given)).toEqual(want)
  })

  it.each<[name: string, text: string, want: number | undefined]>([
    ["nothing used up", '"a";r=1;t=30', 0],
    ["used up", '"a";r=0;t=30', 30_000],
    ["the latest of those used up", '"a";r=0;t=30, "b";r=0;t=7, "c";r=1;t=99', 30_000],
    ["used up without a time", '"a";r=0', undefined],
    ["no such field", "", undefined],
    ["garbage", "???", undefined],
  ])("B27 ask to wait: %s", (_, text, want) => {
    expect(rateLimitDelay(new Headers({ ratelimit: text }))).toBe(want)
  })

  it("B27 say nothing where they are absent", () => {
    expect([parseRateLimitFields(new Headers()), rateLimitDelay(new Headers())]).toEqual([[], undefined])
  })

  it("B27 take any text without throwing", () => {
    const unit = fc.constantFrom(...Array.from('"\\;=,?:*()-.0123 atrqw'))
    fc.assert(
      fc.property(fc.string({ unit }), fc.string({ unit }), (given, policy) => {
        const headers = new Headers({ ratelimit: given, "ratelimit-policy": policy })
        for (const { remaining } of parseRateLimitFields(headers)) expect(remaining).toBeGreaterThanOrEqual(0)
        expect(rateLimitDelay(headers) ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
