import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import type { ApiModel } from "../../src/model/api-model.ts"
import { isRequiredOfCaller } from "../../src/model/required-of-caller.ts"
import { resolveType } from "../../src/model/resolve-type.ts"
import { it } from "../test.ts"
import { arbitraryOf } from "./arbitrary.ts"
import { json, operation, ref } from "./models/model-parts.ts"
import { run } from "./run-generated.ts"

const file = new URL("../../../examples/tinkex/src/manifest.pristine.json", import.meta.url)

interface Generated {
  readonly schemas: Readonly<Record<string, Schema | undefined>>
  readonly codecs: Readonly<Record<string, ((value: unknown, scope: object) => unknown) | undefined>>
  readonly jsonInt64: { read(body: Uint8Array): unknown; write(value: unknown): string }
}

interface Schema {
  readonly "~standard": {
    validate(value: unknown, options?: object): { readonly issues?: readonly { readonly message: string }[] }
  }
}

/** The Tinker manifest, with an operation that sends and receives each of its types, so that all passes are generated. */
function tinker(): ApiModel {
  const { model, errors } = loadManifest(readFileSync(file, "utf8"), file.pathname)
  if (!model) throw new Error(errors.map(({ message }) => message).join("\n"))
  const operations = [...model.types.keys()].map((name) =>
    operation({
      name: `echo${name}`,
      method: "POST",
      body: {
        placement: "body",
        type: ref(name),
        required: true,
        constants: [],
        contentType: "application/json",
        encodings: [],
      },
      result: ref(name),
      success: [{ status: 200, type: ref(name), media: json, pointer: "" }],
    }),
  )
  return { ...model, operations }
}

const model = tinker()

const generated = (await run(
  model,
  `export * as schemas from "pristine:schemas"
   export * as codecs from "pristine:codecs"
   export { jsonInt64 } from "./adapters/serializer/json-int64.ts"`,
  {
    code: {
      "./auth/token-source.ts": "export const tokenSource = {}",
      "./data/measure.ts": "const same = (value) => value; export const measure = { encode: same, decode: same }",
      "./data/tensors.ts": "const same = (value) => value; export const tensorData = { encode: same, decode: same }",
    },
  },
)) as unknown as Generated

const scope = { env: () => undefined }

function issues(name: string, value: unknown, mode = "strict"): readonly string[] {
  const schema = generated.schemas[`${name}Schema`]
  const result = schema?.["~standard"].validate(value, { libraryOptions: { mode } })
  return result?.issues?.map(({ message }) => message) ?? []
}

const encode = (name: string, value: unknown): unknown => generated.codecs[`encode${name}`]?.(value, scope) ?? value
const decode = (name: string, wire: unknown): unknown => generated.codecs[`decode${name}`]?.(wire, scope) ?? wire
const throughWire = (name: string, value: unknown): unknown => {
  return decode(
    name,
    generated.jsonInt64.read(new TextEncoder().encode(generated.jsonInt64.write(encode(name, value)))),
  )
}

describe.each([...model.types])("%s", (name, type) => {
  const shape = resolveType(type, model.types)
  const values = arbitraryOf(model, type)

  it("takes every value that its type describes, sends it, and reads it back as its type", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(issues(name, value)).toEqual([])
        expect(issues(name, value, "tolerant")).toEqual([])
        const once = throughWire(name, value)
        expect(issues(name, once)).toEqual([])
        // Read and sent again it stays the same: what a pass fills in or leaves out, it does once.
        expect(throughWire(name, once)).toEqual(once)
      }),
      { numRuns: 40 },
    )
  })

  if (shape.kind === "object" && shape.codec?.kind !== "code") {
    it("refuses a missing field and an unknown one, and nothing else", () => {
      const required = shape.fields.filter((field) => isRequiredOfCaller(field, model.types)).map((field) => field.name)
      fc.assert(
        fc.property(values, (value) => {
          for (const field of required) {
            expect(issues(name, { ...(value as object), [field]: undefined }).length).toBeGreaterThan(0)
          }
          expect(issues(name, { ...(value as object), "unknown field": 1 })).toEqual(["Unknown field"])
          expect(issues(name, { ...(value as object), "unknown field": 1 }, "tolerant")).toEqual([])
        }),
        { numRuns: 10 },
      )
    })
  }
})
