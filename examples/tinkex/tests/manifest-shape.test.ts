import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { it } from "./test.ts"

// An import would give the module that is made of it.
const text = readFileSync(new URL("../src/manifest.pristine.json", import.meta.url), "utf8")
const manifest = JSON.parse(text) as {
  readonly types: Readonly<Record<string, Shape>>
  readonly endpoints: Readonly<Record<string, Endpoint>>
}

type Shape = string | { readonly [key: string]: unknown; readonly fields?: Readonly<Record<string, Shape>> }

interface Endpoint {
  readonly [key: string]: unknown
  readonly method: string
  readonly path: string
  readonly parameters?: Readonly<Record<string, Shape>>
}

/** Said elsewhere, or nothing that goes over the wire. */
const silent = ["description", "resource", "name", "examples", "tags", "deprecated"]

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** One line of what a type or an endpoint says of the wire: `{a!: string, b: array of Pet = []}`. */
function line(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(line).join(", ")}]`
  if (!isObject(value)) return String(value)
  const { fields, required, ...rest } = value
  const words = Object.entries(rest)
    .filter(([key]) => !silent.includes(key))
    .map(([key, one]) => (key === "type" ? line(one) : `${key} ${line(one)}`))
  if (isObject(fields)) {
    const listed = Array.isArray(required) ? (required as string[]) : []
    const members = Object.entries(fields).map(
      ([name, field]) => `${name}${listed.includes(name) ? "!" : ""}: ${line(field)}`,
    )
    words.push(`{${members.join(", ")}}`)
  } else if (required !== undefined) words.push(`required ${line(required)}`)
  return words.join(" ")
}

const lines = (entries: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(entries)
    .map(([name, one]) => `${name}: ${line(one)}`)
    .toSorted()

/** Written down from the protocol's inventory: whoever takes a field, a default or a limit away has to say so there, too. */
it("the manifest says of the wire what the protocol does, field for field", async () => {
  const shape = ["# endpoints", ...lines(manifest.endpoints), "", "# types", ...lines(manifest.types), ""].join("\n")
  await expect(shape).toMatchFileSnapshot("./__snapshots__/manifest-shape.txt")
})
