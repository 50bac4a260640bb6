import { join } from "node:path"
import { expect } from "vitest"
import { checkTypeScript } from "../../src/types/check-typescript.ts"
import { it } from "../test.ts"
import { createProject } from "./typescript-project.ts"

const config = (compilerOptions: object, rest: object = {}): string => JSON.stringify({ compilerOptions, ...rest })
const bundler = { module: "esnext", moduleResolution: "bundler" }
const flag = { allowArbitraryExtensions: true }

const cases: readonly [name: string, files: Readonly<Record<string, string>>, want: string | undefined][] = [
  ["no tsconfig.json", {}, undefined],
  ["the flag", { "tsconfig.json": config({ ...bundler, ...flag }) }, undefined],
  ["the flag under module: preserve", { "tsconfig.json": config({ module: "preserve", ...flag }) }, undefined],
  [
    "comments and a trailing comma",
    {
      "tsconfig.json": `{ // hi\n "compilerOptions": { "moduleResolution": "bundler", "allowArbitraryExtensions": true, } }`,
    },
    undefined,
  ],
  [
    "an inherited flag",
    { "tsconfig.json": JSON.stringify({ extends: "./base.json" }), "base.json": config({ ...bundler, ...flag }) },
    undefined,
  ],
  [
    "a solution whose project has the flag",
    {
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
      "tsconfig.app.json": config({ ...bundler, ...flag, composite: true }, { include: ["src"] }),
    },
    undefined,
  ],
  ["no flag", { "tsconfig.json": config(bundler) }, 'Add "allowArbitraryExtensions": true'],
  [
    "a solution without the flag",
    {
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
      "tsconfig.app.json": config({ ...bundler, composite: true }),
    },
    "tsconfig.app.json: TypeScript will refuse",
  ],
  [
    "a solution where only the project of another folder has the flag",
    {
      "tsconfig.json": JSON.stringify({
        references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
      }),
      "tsconfig.node.json": config({ ...bundler, ...flag }, { include: ["*.config.ts"] }),
      "tsconfig.app.json": config(bundler, { include: ["src"] }),
    },
    "tsconfig.app.json: TypeScript will refuse",
  ],
  [
    "a solution where only the project of another folder lacks the flag",
    {
      "tsconfig.json": JSON.stringify({
        references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
      }),
      "tsconfig.node.json": config(bundler, { include: ["*.config.ts"] }),
      "tsconfig.app.json": config({ ...bundler, ...flag }, { include: ["src"] }),
    },
    undefined,
  ],
  [
    "projects of which one extends the other",
    {
      "tsconfig.json": JSON.stringify({
        files: [],
        references: [{ path: "./tsconfig.app.json" }, { path: "./tsconfig.vitest.json" }],
      }),
      "tsconfig.app.json": config(bundler, { include: ["src"] }),
      "tsconfig.vitest.json": JSON.stringify({ extends: "./tsconfig.app.json", include: ["src"] }),
    },
    "tsconfig.app.json: TypeScript will refuse",
  ],
  ["nodenext", { "tsconfig.json": config({ module: "nodenext", ...flag }) }, '"imports" in package.json'],
]

it.each(cases)("%s", async (_name, files, want) => {
  const folder = await createProject({ "src/api.pristine.json": "{}", ...files })
  const said = await checkTypeScript(join(folder, "src/api.pristine.json"), folder)
  if (want === undefined) expect(said).toBeUndefined()
  else {
    expect(said).toMatch(/^tsconfig(?:\.app)?\.json: /)
    expect(said).toContain(want)
  }
})
