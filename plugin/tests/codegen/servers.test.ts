import { describe, expect } from "vitest"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { generateDeclarations } from "../../src/types/generate-declarations.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { bundle, run } from "./run-generated.ts"

const endpoints = { get: { method: "GET", path: "/pets" } }
const servers = {
  production: {
    url: "https://{region}.api.test/{tenant}/v1",
    description: "Where customers are.",
    variables: { region: { enum: ["eu", "us"], default: "eu" }, tenant: "a b" },
  },
  sandbox: "https://sandbox.test",
}
const model = modelOf({ servers, endpoints })

const urlOf = async (options: string, of = model): Promise<unknown> => {
  const entry = `import api, { createClient } from "api"
    export const { url } = await api.get.request({}, { client: createClient(${options}) })`
  return (await run(of, entry))["url"]
}

describe("servers of a manifest", () => {
  it.each([
    ["the first by default", "", "https://eu.api.test/a%20b/v1/pets"],
    ["one by name", `{ server: "sandbox" }`, "https://sandbox.test/pets"],
    ["with variables", `{ variables: { region: "us", tenant: "x/y" } }`, "https://us.api.test/x%2Fy/v1/pets"],
  ])("G83 decide the base URL: %s", async (_, options, want) => {
    expect(await urlOf(options)).toBe(want)
  })

  it("leave the first word to a base URL", async () => {
    const both = modelOf({ base_url: "https://own.test", servers, endpoints })
    expect(await urlOf("", both)).toBe("https://own.test/pets")
    expect(await urlOf(`{ server: "sandbox" }`, both)).toBe("https://sandbox.test/pets")
  })

  it("cost nothing where there are none", async () => {
    const entry = 'import { createClient } from "api"\nconsole.log(createClient)'
    const [some, none] = await Promise.all([
      bundle(model, entry),
      bundle(modelOf({ base_url: "https://a.test", endpoints }), entry),
    ])
    expect([some.includes("There is no server"), none.includes("There is no server")]).toEqual([true, false])
  })

  it("are known to the compiler", async () => {
    const { code } = await generateDeclarations(model, { manifest: "/nowhere/a.pristine.json" })
    expect(code).toContain(
      'createClient(options?: ClientOptions & { server?: "production" | "sandbox"; ' +
        'variables?: { region?: "eu" | "us" | undefined; tenant?: string | undefined } }): Client',
    )
  })

  it("are servers of the OpenAPI form", () => {
    expect(toOpenApi(model).servers).toEqual([
      {
        url: "https://{region}.api.test/{tenant}/v1",
        description: "Where customers are.",
        variables: { region: { default: "eu", enum: ["eu", "us"] }, tenant: { default: "a b" } },
        "x-pristine-name": "production",
      },
      { url: "https://sandbox.test", "x-pristine-name": "sandbox" },
    ])
  })

  const refused: readonly [name: string, servers: object, why: RegExp][] = [
    ["a variable that is not there", { a: "https://{x}.test" }, /There is no variable "x"/],
    [
      "a variable without a place",
      { a: { url: "https://a.test", variables: { x: "1" } } },
      /has no place for the variable/,
    ],
    [
      "a default outside of the list",
      { a: { url: "https://{x}.test", variables: { x: { enum: ["b"], default: "c" } } } },
      /The default of "x"/,
    ],
    [
      "a host that none can be",
      { a: { url: "https://{x}.test", variables: { x: "a/b" } } },
      /letters, digits, dots and hyphens/,
    ],
    ["no default of the first", { a: { url: "https://{x}.test", variables: { x: {} } } }, /has no default/],
    ["no URL", { a: "ftp://a.test" }, /absolute http or https URL/],
    ["credentials in a URL", { a: "https://u:hunter2@a.test" }, /without credentials/],
  ]
  it.each(refused)("stop the build: %s", (_, given, why) => {
    const text = JSON.stringify({ name: "x", version: "1", servers: given, endpoints }, null, 1)
    const { errors = [] } = loadManifest(text, "a.pristine.json")
    const told = errors.map((error) => formatDiagnostic(error, text))
    expect(told).toEqual([expect.stringMatching(why)])
    expect(errors.map(({ message }) => message).join()).not.toContain("hunter2")
  })
})
