import { expect } from "vitest"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { it } from "../test.ts"
import { field, modelOf, object, operation, petstoreModel, ref, text } from "./petstore-model.ts"

const options = { manifest: "/nowhere/petstore.pristine.json" }

it("declares a small service", async () => {
  const { code } = await generateDeclarations(petstoreModel(), options)
  await expect(code).toMatchFileSnapshot("petstore.snapshot.txt")
})

it("gives the same bytes twice", async () => {
  const [first, second] = await Promise.all([
    generateDeclarations(petstoreModel(), options),
    generateDeclarations(petstoreModel(), options),
  ])
  expect(second).toEqual(first)
})

it("gives way to types of the model that have the name of something else", async () => {
  const model = modelOf({
    types: {
      Operation: object(field("steps", text())),
      Client: object(),
      Uint8Array: object(),
      Api: object(),
      SendInput: object(field("bytes", { ...text(), codec: { kind: "bytes" } })),
      Send: object(field("mode", { kind: "enum", values: ["a"], pointer: "" })),
    },
    operations: [operation("send", [], "send", "send", { method: "POST", result: ref("Operation") })],
  })
  const { code } = await generateDeclarations(model, options)
  expect(code).toContain(
    "import type { Client as Client2, ClientOptions, Operation as Operation2, PristineError, Schema }",
  )
  expect(code).toContain("readonly send: Operation2<SendInput2, Operation, SendError>")
  expect(code).toContain("bytes?: globalThis.Uint8Array | undefined")
  expect(code).toContain("export interface SendInput3 {")
  expect(code).toContain("declare const api: Api2")
})

it("exports reserved words and steps aside for what is called api", async () => {
  const model = modelOf({
    operations: [operation("delete", [], "delete", "delete"), operation("api", [], "api", "api")],
  })
  const { code } = await generateDeclarations(model, options)
  expect(code).toContain(
    "declare const delete_: Operation<DeleteInput, void, DeleteError>\nexport { delete_ as delete }",
  )
  expect(code).toContain("export declare const api: Operation<ApiInput, void, ApiError>")
  expect(code).toContain("declare const api_: Api\nexport default api_")
})

it.each([
  ["then", /cannot be exported/],
  ["a b", /cannot be exported/],
  ["__proto__", /cannot be exported/],
])("refuses the operation name %j", async (name, message) => {
  const model = modelOf({ operations: [operation("x", [], name, "x")] })
  await expect(generateDeclarations(model, options)).rejects.toThrow(message)
})

it("types failures by their statuses, the nearest declaration first", async () => {
  const errors = ["default", "4XX", 404, 409].map((status) => ({
    status,
    type: ref("Problem"),
    media: [],
    pointer: "",
  }))
  const model = modelOf({
    types: { Problem: object(field("detail", text())) },
    operations: [operation("get", [], "get", "get", { errors })],
  })
  const { code } = await generateDeclarations(model, options)
  expect(code).toContain(
    'export type GetError = HttpError<404, Problem> | HttpError<409, Problem> | HttpError<"4XX", Problem, 404 | 409> | ' +
      'HttpError<"default", Problem, 404 | 409 | "4XX"> | FailedCall',
  )
})

it("imports the type of files where one stands", async () => {
  const file = { kind: "file", pointer: "" } as const
  const send = operation("send", [], "send", "send", {
    method: "POST",
    body: {
      placement: "flat",
      type: object(field("cover", file), field("pages", { kind: "array", items: file, pointer: "" })),
      required: true,
      constants: [],
      contentType: "multipart/form-data",
      encodings: [],
    },
  })
  const { code } = await generateDeclarations(modelOf({ operations: [send], types: { FilePart: text() } }), options)
  expect(code).toMatch(/import type \{[^}]*FilePart as FilePart2[^}]*\} from "pristine-runtime"/)
  expect(code).toContain("cover?: FilePart2 | undefined")
  expect(code).toContain("pages?: FilePart2[] | undefined")
})
