import { describe, expect } from "vitest"
import { splitAccess } from "../../src/model/split-access.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { run } from "./run-generated.ts"

const types = {
  Account: {
    required: ["id", "name", "password"],
    fields: {
      id: { type: "integer", read_only: true },
      name: "string",
      password: { type: "string", write_only: true },
      parent: "Account",
      address: "Address",
    },
  },
  Address: { required: ["city"], fields: { city: "string" } },
  Accounts: { required: ["items"], fields: { items: { type: "array", items: "Account" } } },
}
const model = modelOf({
  base_url: "https://x.test",
  types,
  endpoints: {
    create: { method: "POST", path: "/accounts", request: "Account", response: "Account" },
    replace: {
      method: "PUT",
      path: "/accounts/{id}",
      parameters: { id: "integer" },
      request: "Account",
      response: "Account",
      responses: { "409": "Account" },
    },
    import: { method: "POST", path: "/import", request: { type: "map", items: "Account" }, response: "Accounts" },
  },
})

const outside = `import api, { createClient } from "api"
let sent
const client = (answer) => createClient({ transport: { async send(request) {
  const { body } = request
  sent = JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body))
  const bytes = new TextEncoder().encode(JSON.stringify(answer))
  return { status: 200, headers: new Headers({ "content-type": "application/json" }), body: { bytes: async () => bytes, cancel: async () => {} } }
} } })
const outcome = async (work) => { try { return await work } catch (error) { return error.message } }
`
const call = async (line: string): Promise<readonly unknown[]> => {
  const { result } = await run(model, `${outside}export const result = [await outcome(${line}), sent]`)
  return result as readonly unknown[]
}

describe("fields that only one side has", () => {
  const ann = { name: "ann", password: "p" }
  const answer = { id: 1, name: "ann" }

  it.each<[name: string, line: string, outcome: unknown, sent: unknown]>([
    [
      "are sent and not expected back",
      `api.create(${JSON.stringify(ann)}, { client: client(${JSON.stringify(answer)}), validate: "strict" })`,
      answer,
      ann,
    ],
    [
      "are refused in a request that may not have them",
      `api.create(${JSON.stringify({ ...ann, id: 1 })}, { client: client({}) })`,
      "The input of create does not fit its type: /id is not a known key",
      undefined,
    ],
    [
      "are refused at any depth",
      `api.import(${JSON.stringify({ body: { a: { ...ann, parent: { ...ann, id: 1 } } } })}, { client: client({}) })`,
      "The input of import does not fit its type: /body/a/parent/id is not a known key",
      undefined,
    ],
    [
      "are left out where nothing is checked",
      `api.create(${JSON.stringify({ ...ann, id: 1 })}, { client: client({}), validate: "off" })`,
      {},
      ann,
    ],
    [
      "must be there on their own side",
      `api.create(${JSON.stringify(ann)}, { client: client({ name: "ann" }) })`,
      "The answer of create does not fit its type: /id should be a value",
      ann,
    ],
    [
      "leave their name to a parameter",
      `api.replace(${JSON.stringify({ id: 7, ...ann })}, { client: client(${JSON.stringify(answer)}) })`,
      answer,
      ann,
    ],
    [
      "come back in lists",
      `api.import({ body: {} }, { client: client(${JSON.stringify({ items: [answer] })}) })`,
      { items: [answer] },
      {},
    ],
  ])("%s", async (_, line, outcome, sent) => {
    expect(await call(line)).toEqual([outcome, sent])
  })

  it("keep what is secret out of keys", async () => {
    const { result } = await run(
      model,
      `import api from "api"\nexport const result = api.create.key(${JSON.stringify(ann)})`,
    )
    expect(String(result)).toMatch(/ann.*sha256:/)
  })

  it("make two types, of which each side sees its own", async () => {
    const { code } = await generateDeclarations(model, { manifest: "/nowhere/accounts.pristine.json" })
    const typeOf = (name: string): string | undefined =>
      new RegExp(`^export interface ${name} \\{\\n([^]*?)^\\}`, "m").exec(code)?.[1]?.replaceAll(" | undefined", "")
    expect(typeOf("Account")).toBe("  id: number\n  name: string\n  parent?: Account\n  address?: Address\n")
    expect(typeOf("AccountInput")).toBe(
      "  name: string\n  password: string\n  parent?: AccountInput\n  address?: Address\n",
    )
    expect(typeOf("Accounts")).toBe("  items: Account[]\n")
    expect(code).toContain("export declare const AccountSchema: Schema<Account, Account>")
    expect(code).toContain("export declare const AccountInputSchema: Schema<AccountInput, AccountInput>")
    expect(code).not.toContain("AddressInput")
    expect(code).toContain("readonly create: Operation<CreateInput, Account, CreateError>")
  })

  it("are one type in the OpenAPI form, which has words for them", () => {
    const { schemas } = toOpenApi(model).components
    expect(schemas["Account"]).toMatchObject({
      properties: { id: { type: "integer", readOnly: true }, password: { type: "string", writeOnly: true } },
    })
    expect(Object.keys(schemas)).toEqual(["Account", "Address", "Accounts"])
  })

  it("change nothing of a model that has none", () => {
    const plain = modelOf({
      types: { Address: types.Address },
      endpoints: { a: { method: "GET", path: "/", response: "Address" } },
    })
    expect(splitAccess(plain)).toBe(plain)
  })

  it("give way to a type of the model", () => {
    const both = modelOf({ types: { ...types, AccountInput: "string" }, endpoints: {} })
    expect([...splitAccess(both).types.keys()]).toEqual(
      expect.arrayContaining(["Account", "AccountInput", "AccountInput2", "Accounts", "AccountsInput"]),
    )
  })
})
