import { expect } from "vitest"
import type { BuildReport } from "../../src/report/build-report.ts"
import { formatReport } from "../../src/report/format-report.ts"
import { createPaint } from "../../src/terminal/paint.ts"
import { it } from "../test.ts"

const report: BuildReport = {
  version: 1,
  manifest: "src/pets.pristine.json",
  operations: [
    {
      id: "list_pets",
      call: "pets.list",
      bytes: 1_204,
      files: ["main.js"],
      policies: { auth: ["user", false], retry: ["outer", "inner"], rateLimit: "slow", circuitBreaker: "b", pool: "p" },
    },
    { id: "x", call: "remove", bytes: 80, files: ["main.js"], policies: { idempotencyHeader: "X-Key", server: true } },
    { id: "y", call: "y", bytes: 7, files: ["main.js"], policies: {} },
  ],
  unused: Array.from({ length: 10 }, (_, index) => `unused${index}`),
  uses: [],
}

it("is a table, the dearest operation first", () => {
  expect(formatReport(report, ".pristine/report/src/pets.json", createPaint(false))).toBe(
    `src/pets.pristine.json: 3 of 13 operations used
  operation  bytes  policies
  pets.list  1,204  auth user or none, retry outer > inner, limit slow, breaker b, pool p
  remove        80  key X-Key, servers only
  y              7
  not used: unused0, unused1, unused2, unused3, unused4, unused5, unused6, unused7 and 2 more
  written to .pristine/report/src/pets.json`,
  )
})

it("has no table where nothing is used", () => {
  expect(formatReport({ ...report, operations: [], unused: ["a"] }, "f", createPaint(false))).toBe(
    "src/pets.pristine.json: 0 of 1 operations used\n  not used: a\n  written to f",
  )
})

it("shows no control characters of a manifest", () => {
  const hostile = { ...report, manifest: "a\u001b[2J.pristine.json", unused: ["b\u0007"] }
  expect(formatReport(hostile, "f", createPaint(false))).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})
