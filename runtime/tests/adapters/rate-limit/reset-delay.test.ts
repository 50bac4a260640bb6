import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  parseRateLimitFields,
  rateLimitDelay,
  type ServiceLimit,
} from "../../../src/adapters/rate-limit/rate-limit-fields.ts"
import { resetDelay, type ResetForm } from "../../../src/adapters/rate-limit/reset-delay.ts"
import { parseItemList } from "../../../src/adapters/rate-limit/structured-items.ts"

/** 2026-11-22 08:00:00 UTC. */
const now = Date.UTC(2026, 10, 22, 8)
const epoch = now / 1000

describe("a reset header", () => {
  it.each<[form: ResetForm, text: string, want: number]>([
    ["epoch", String(epoch + 30), 30_000],
    ["epoch", `${epoch + 30}.5`, 30_500],
    ["epoch", String(now + 30_000), 30_000],
    ["epoch", String(epoch - 30), 0],
    ["epoch", "0", 0],
    ["delta", "30", 30_000],
    ["delta", " 30 ", 30_000],
    ["delta", "0", 0],
    ["delta", "0.25", 250],
    ["delta", String(epoch), epoch * 1000],
    ["iso", "2026-11-22T08:00:30Z", 30_000],
    ["iso", "2026-11-22T08:00:30.5Z", 30_500],
    ["iso", "2026-11-22T09:00:30+01:00", 30_000],
    ["iso", "2026-11-22T07:59:59Z", 0],
    ["duration", "6m0s", 360_000],
    ["duration", "1s", 1000],
    ["duration", "12ms", 12],
    ["duration", "1.5s", 1500],
    ["duration", "1h2m3.5s", 3_723_500],
    ["duration", "1d", 86_400_000],
    ["duration", "2m59.56s", 179_560],
    ["duration", "0s", 0],
  ])("B27 as %s: %s", (form, text, want) => {
    expect(resetDelay(text, form, now)).toBeCloseTo(want, 6)
  })

  it.each<[form: ResetForm, text: string]>([
    ["epoch", ""],
    ["epoch", "-5"],
    ["epoch", "1e9"],
    ["epoch", "0x10"],
    ["epoch", "soon"],
    ["epoch", "2026-11-22T08:00:30Z"],
    ["delta", "6m0s"],
    ["delta", "-1"],
    ["delta", "+1"],
    ["delta", "1e3"],
    ["delta", "Infinity"],
    ["delta", "NaN"],
    ["delta", "5, 10"],
    ["delta", "9".repeat(400)],
    ["iso", "2026-11-22T08:00:30"],
    ["iso", "2026-11-22"],
    ["iso", "2026-02-31T08:00:30Z"],
    ["iso", "2026-13-01T08:00:30Z"],
    ["iso", "Sun, 22 Nov 2026 08:00:30 GMT"],
    ["iso", "30"],
    ["duration", ""],
    ["duration", "30"],
    ["duration", "1s6m"],
    ["duration", "1m1m"],
    ["duration", "-1s"],
    ["duration", "1 s"],
    ["duration", "1w"],
    ["duration", "1M"],
    ["duration", "s"],
    ["duration", "1s!"],
  ])("B27 as %s refuses %j", (form, text) => {
    expect(resetDelay(text, form, now)).toBeUndefined()
  })

  it("B27 never gives a negative or endless wait", () => {
    const forms = fc.constantFrom<ResetForm>("epoch", "delta", "iso", "duration")
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from("0123456789.:-+TZhmsd ")) }))
    fc.assert(
      fc.property(forms, text, (form, given) => {
        const delay = resetDelay(given, form, now)
        if (delay !== undefined) expect(delay >= 0 && delay < Infinity).toBe(true)
      }),
    )
  })
})

describe("a list of items", () => {
  it.each<[text: string, want: readonly [value: unknown, parameters: Readonly<Record<string, unknown>>][]]>([
    ["", []],
    ["  ", []],
    ['"a"', [["a", {}]]],
    ['"a";r=5', [["a", { r: 5 }]]],
    ['"a"; r=5;t=-3', [["a", { r: 5, t: -3 }]]],
    ['"a\\"\\\\b"', [['a"\\b', {}]]],
    ["tok/en:1*", [["tok/en:1*", {}]]],
    ["*x;a", [["*x", { a: true }]]],
    [
      "1, 2.5,-3\t,\t?1",
      [
        [1, {}],
        [2.5, {}],
        [-3, {}],
        [true, {}],
      ],
    ],
    ['"a";r=1;r=2', [["a", { r: 2 }]]],
    ['"a, b;c";x="y, z"', [["a, b;c", { x: "y, z" }]]],
    ["?0", [[false, {}]]],
    ["123456789012345", [[123_456_789_012_345, {}]]],
  ])("B27 reads %j", (text, want) => {
    const items = parseItemList(text)?.map(({ value, parameters }) => [value, Object.fromEntries(parameters)])
    expect(items).toEqual(want)
  })

  it.each([
    ",",
    '"a",',
    '"a" "b"',
    '"a',
    '"a\\x"',
    '"ä"',
    '"a";',
    '"a";R=1',
    '"a";r=',
    '"a" ;r=1',
    "1.",
    "1.2345",
    "1.2.3",
    "1234567890123456",
    "-",
    "?2",
    "(1 2)",
    ":aGk=:",
    "@1659578233",
    "\u0000",
    "a=1",
  ])("B27 refuses %j", (text) => {
    expect(parseItemList(text)).toBeUndefined()
  })

  it("B27 takes any text without throwing", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('"\\;=,?:*()-.0123 aZ')) }))
    fc.assert(fc.property(text, (given) => void parseItemList(given)))
  })
})

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
    ["the fields of the first drafts", ["limit=100, remaining=50, reset=30"], []],
    ["garbage", ['"a";r=1,,'], []],
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
})
