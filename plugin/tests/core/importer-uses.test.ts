import { transform } from "esbuild"
import { expect } from "vitest"
import { findUses } from "../../src/core/importer-uses.ts"
import { it } from "../test.ts"

const specifier = "./api.pristine.json"
const from = `from "${specifier}"`

const rows: readonly { name: string; code: string; uses: readonly string[] | undefined; loader?: "ts" | "tsx" }[] = [
  { name: "a call", code: `import api ${from}; api.pets.get()`, uses: ["pets.get"] },
  {
    name: "several calls, once each",
    code: `import api ${from}; api.b.x(); api.a.y(); api.b.x()`,
    uses: ["a.y", "b.x"],
  },
  { name: "a member of an operation", code: `import api ${from}; api.pets.get.raw()`, uses: ["pets.get.raw"] },
  { name: "a resource passed on", code: `import api ${from}; f(api.pets)`, uses: ["pets"] },
  {
    name: "a computed member keeps what stands before it",
    code: `import api ${from}; f(api.pets[name])`,
    uses: ["pets"],
  },
  {
    name: "line breaks and comments in a chain",
    code: `import api ${from}\napi // x\n  .pets /* y */\n  .get()`,
    uses: ["pets.get"],
  },
  {
    name: "TypeScript around a chain",
    code: `import api ${from}; (api as A).pets!.get<B>({} satisfies C)`,
    uses: ["pets.get"],
  },
  {
    name: "other names beside the default",
    code: `import api, { createClient } ${from}; api.a.b(createClient())`,
    uses: ["a.b"],
  },
  { name: "another local name", code: `import { default as sdk } ${from}; sdk.a.b()`, uses: ["a.b"] },
  { name: "two imports", code: `import a ${from}; import b ${from}; a.x.y(); b.x.z()`, uses: ["x.y", "x.z"] },
  { name: "an attribute", code: `import api ${from} with { type: "json" }; api.a.b()`, uses: ["a.b"] },
  {
    name: "a type only, which no printed text imports",
    code: `import type api ${from}; let x: typeof api`,
    uses: undefined,
  },
  {
    name: "types and values",
    code: `import api, { type Pet } ${from}; const p: Pet = await api.pets.get()`,
    uses: ["pets.get"],
  },
  { name: "named imports only", code: `import { petsGet } ${from}; petsGet()`, uses: [] },
  { name: "a namespace's default", code: `import * as sdk ${from}; sdk.default.a.b(); sdk.petsGet()`, uses: ["a.b"] },
  { name: "a named resource", code: `import { pets } ${from}; pets.get()`, uses: ["*.pets.get"] },
  { name: "a named resource by another name", code: `import { pets as p } ${from}; p.get()`, uses: ["*.pets.get"] },
  { name: "a named resource used whole, too", code: `import { pets } ${from}; pets.get(); f(pets)`, uses: [] },
  { name: "a namespace's resource", code: `import * as sdk ${from}; sdk.pets.get()`, uses: ["*.pets.get"] },
  {
    name: "a default and a named resource",
    code: `import api, { pets } ${from}; api.a.b(); pets.get()`,
    uses: ["*.pets.get", "a.b"],
  },
  {
    name: "the name in a string",
    code: `import api ${from}; api.a.b("api", \`api \${1}\`, /api/, "import api")`,
    uses: ["a.b"],
  },
  { name: "a shadowing variable", code: `import api ${from}; api.a.b(); ((api) => f(api))(1)`, uses: ["a.b"] },
  { name: "the name as a property", code: `import api ${from}; api.a.b(x.api, { api: 1 })`, uses: ["a.b"] },
  {
    name: "the marker's own name in the text",
    code: `import api ${from}; api.a.b($pristine.default.c)`,
    uses: ["a.b"],
  },
  { name: "an escaped name", code: `import api ${from}; \\u0061pi.a.b()`, uses: ["a.b"] },
  { name: "a name outside ASCII", code: `import größe ${from}; größe.a.b()`, uses: ["a.b"] },
  { name: "JSX", code: `import api ${from}; const x = <A on={() => api.a.b()} />`, uses: ["a.b"], loader: "tsx" },
  { name: "an alias", code: `import api ${from}; const other = api; other.a.b()`, uses: undefined },
  { name: "destructuring", code: `import api ${from}; const { pets } = api; pets.get()`, uses: undefined },
  { name: "a shorthand property", code: `import api ${from}; f({ api })`, uses: undefined },
  { name: "a spread", code: `import api ${from}; f({ ...api })`, uses: undefined },
  { name: "an optional chain", code: `import api ${from}; f(api?.pets)`, uses: undefined },
  { name: "a namespace passed on", code: `import * as sdk ${from}; f(sdk)`, uses: undefined },
  { name: "the import exported", code: `import api ${from}; export { api }`, uses: undefined },
  { name: "a re-export", code: `export { default } ${from}`, uses: undefined },
  { name: "a dynamic import", code: `import api ${from}; api.a.b(); import("${specifier}")`, uses: undefined },
]

it.each(rows)("finds what an importer uses: $name", async ({ code, uses, loader = "ts" }) => {
  expect(await findUses({ code, loader, specifier }, transform)).toEqual(uses)
})
