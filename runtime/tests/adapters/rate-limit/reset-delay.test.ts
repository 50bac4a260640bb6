import fc from "fast-check"
import { describe, expect } from "vitest"
import { resetDelay, type ResetForm } from "../../../src/adapters/rate-limit/reset-delay.ts"
import { it } from "../../test.ts"

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
