import { execFileSync } from "node:child_process"
import { mkdir, symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { petsManifest } from "./pets-manifest.ts"
import { run } from "./start-cli.ts"

const installed = (version: string): string => JSON.stringify({ version })
const project = {
  "src/a.pristine.json": petsManifest(),
  "node_modules/pristine-runtime/package.json": installed("0.1.0"),
  "node_modules/vite/package.json": installed("8.1.0"),
  "node_modules/typescript/package.json": installed("5.9.3"),
  "tsconfig.json": JSON.stringify({
    compilerOptions: { module: "esnext", moduleResolution: "bundler", allowArbitraryExtensions: true },
  }),
  ".gitignore": "node_modules\n*.d.json.ts\n",
}

it("checks a project that is right", async () => {
  const folder = await createProject(project)
  execFileSync("git", ["init", "--quiet"], { cwd: folder })
  const { code, out, err } = await run(["doctor"], folder)
  expect([code, err, out.split("\n").filter((line) => !line.includes("Node "))]).toEqual([
    0,
    "",
    [
      "ok      pristine-runtime 0.1.0",
      "ok      vite 8.1.0",
      "ok      typescript 5.9.3",
      "ok      1 manifest",
      "ok      TypeScript finds the declarations",
      "ok      git ignores the declarations",
    ],
  ])
})

it("finds copies, settings, broken manifests and tracked declarations", async () => {
  const folder = await createProject({
    ...project,
    "src/a.pristine.json": petsManifest({ endpoint: {} }),
    "node_modules/@acme/dep/node_modules/pristine-runtime/package.json": installed("0.1.2"),
    "node_modules/.pnpm/dep@1.0.0/node_modules/pristine-runtime/package.json": installed("0.1.1"),
    "tsconfig.json": JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler" } }),
    ".gitignore": "node_modules\n",
  })
  // A link to a copy that is known is no copy more.
  await mkdir(join(folder, "node_modules/linking/node_modules"), { recursive: true })
  await symlink(
    join(folder, "node_modules/pristine-runtime"),
    join(folder, "node_modules/linking/node_modules/pristine-runtime"),
    "dir",
  )
  execFileSync("git", ["init", "--quiet"], { cwd: folder })
  const { code, out } = await run(["doctor", "--json"], folder)
  const { findings } = JSON.parse(out) as {
    findings: { check: string; status: string; message: string; fix?: string }[]
  }
  expect([
    code,
    findings
      .filter(({ status }) => status !== "ok")
      .map(({ check, status, message }) => `${status} ${check}: ${message}`),
  ]).toEqual([
    1,
    [
      "warning copies: 3 copies of pristine-runtime: node_modules/.pnpm/dep@1.0.0/node_modules/pristine-runtime, " +
        "node_modules/@acme/dep/node_modules/pristine-runtime, node_modules/pristine-runtime",
      "error manifests: 1 manifest, with errors in src/a.pristine.json",
      "error tsconfig: TypeScript does not find the declarations",
      "warning gitignore: git does not ignore src/a.pristine.d.json.ts",
    ],
  ])
})

it("shows why and what to do, in colours where it may", async () => {
  const folder = await createProject({})
  const { code, out } = await run(["doctor"], folder, { outColor: true })
  expect([code, out]).toEqual([
    1,
    expect.stringContaining(
      "\u001b[31merror  \u001b[0m pristine-runtime is not installed\n        Every generated module imports it.\n        Add pristine-runtime to the dependencies.",
    ),
  ])
  expect(out).not.toContain("git")
})

it("looks at the projects that tsconfig.json refers to", async () => {
  const folder = await createProject({
    ...project,
    "tsconfig.json": JSON.stringify({ references: [{ path: "./tsconfig.app.json" }] }),
    "tsconfig.app.json": JSON.stringify({
      compilerOptions: { module: "esnext", moduleResolution: "bundler" },
      include: ["src"],
    }),
  })
  const { code, out } = await run(["doctor"], folder)
  expect([code, out]).toEqual([1, expect.stringContaining("tsconfig.app.json: TypeScript will refuse")])
})
