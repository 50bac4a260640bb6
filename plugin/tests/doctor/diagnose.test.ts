import { expect } from "vitest"
import { diagnose, testedHosts } from "../../src/doctor/diagnose.ts"
import type { DoctorFacts } from "../../src/doctor/facts.ts"
import { it } from "../test.ts"

const manifest = {
  path: "a.pristine.json",
  errors: 0,
  declarations: "a.pristine.d.json.ts",
  isConfigured: true,
  isIgnored: true,
}
const healthy: DoctorFacts = {
  node: "22.12.0",
  plugin: "0.1.0",
  runtimes: [{ path: "node_modules/pristine-runtime", version: "0.1.3" }],
  packages: { vite: "8.3.8", typescript: "5.9.3" },
  manifests: [manifest],
}
const copy = { path: "node_modules/a/node_modules/pristine-runtime", version: "0.1.0" }
const problem = { why: "tsconfig.json: refuses.", fix: "Add it." }

it("finds nothing wrong with a project that is right", () => {
  expect(diagnose(healthy).map(({ status, message }) => `${status} ${message}`)).toEqual([
    "ok Node 22.12.0",
    "ok pristine-runtime 0.1.3",
    "ok vite 8.3.8",
    "ok typescript 5.9.3",
    "ok 1 manifest",
    "ok TypeScript finds the declarations",
    "ok git ignores the declarations",
  ])
})

it.each<[name: string, facts: Partial<DoctorFacts>, want: string]>([
  ["an old Node", { node: "18.20.0" }, "error node"],
  ["a Node before require of modules", { node: "20.18.9" }, "error node"],
  ["a Node between", { node: "22.11.0" }, "error node"],
  ["an odd Node that is too old", { node: "21.7.0" }, "error node"],
  ["no runtime", { runtimes: [] }, "error runtime"],
  ["another version of the runtime", { runtimes: [{ path: "r", version: "0.2.0" }] }, "error runtime"],
  ["two copies of the runtime", { runtimes: [...healthy.runtimes, copy] }, "warning copies"],
  ["an old bundler", { packages: { vite: "7.1.0" } }, "warning bundler"],
  ["no bundler", { packages: {} }, "warning bundler"],
  ["an old compiler", { packages: { vite: "8.0.0", typescript: "5.8.2" } }, "warning typescript"],
  ["no manifests", { manifests: [] }, "warning manifests"],
  ["a broken manifest", { manifests: [{ ...manifest, errors: 2 }] }, "error manifests"],
  ["no settings of TypeScript", { manifests: [{ ...manifest, isConfigured: false }] }, "warning tsconfig"],
  ["settings that hide the types", { manifests: [{ ...manifest, typescript: problem }] }, "error tsconfig"],
  ["declarations that git takes", { manifests: [{ ...manifest, isIgnored: false }] }, "warning gitignore"],
])("finds %s, and says why and what to do", (_, facts, want) => {
  const bad = diagnose({ ...healthy, ...facts }).filter(({ status }) => status !== "ok")
  expect(bad.map(({ status, check }) => `${status} ${check}`)).toEqual([want])
  for (const { why, fix } of bad)
    expect([why, fix]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
})

it.each(Object.keys(testedHosts))("shows the version of %s", (name) => {
  const findings = diagnose({ ...healthy, packages: { [name]: "99.1.2" } })
  expect(findings).toContainEqual({ check: "bundler", status: "ok", message: `${name} 99.1.2` })
})

it.each(["20.19.0", "22.12.0", "24.1.0"])("takes Node %s", (node) => {
  expect(diagnose({ ...healthy, node })[0]?.status).toBe("ok")
})
