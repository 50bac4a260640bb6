import { readFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import * as sdk from "../../src/index.ts"
import { it } from "../test.ts"

const page = await readFile(new URL("../../docs/parity.md", import.meta.url), "utf8")
const clients = {
  ServiceClient: sdk.ServiceClient,
  TrainingClient: sdk.TrainingClient,
  SamplingClient: sdk.SamplingClient,
  RestClient: sdk.RestClient,
}

/** Methods that the page's last columns name. */
function named(client: string): string[] {
  const cells = [...page.matchAll(/^\|.*\|(.*)\|$/gm)].map(([, cell = ""]) => cell).join("\n")
  return [...new Set([...cells.matchAll(new RegExp(`\`${client}\\.(\\w+)\``, "g"))].map(([, name = ""]) => name))]
}

describe("docs/parity.md", () => {
  it.each(Object.entries(clients))("names every method of %s, and no other", (name, client) => {
    // What stands there as a getter is the SDK's own.
    const members = Object.entries(Object.getOwnPropertyDescriptors(client.prototype))
    const methods = members.flatMap(([method, { value }]) => (value && method !== "constructor" ? [method] : []))
    expect(named(name).sort()).toEqual(methods.sort())
  })

  it("names functions that there are", () => {
    const others = ["datum", "float32", "int64", "toNumbers", "compressRows", "parseTinkerPath", "datumBytes"]
    for (const name of [...others, "promptBytes", "chunksOf", "isUserError", "ClientMetrics"]) {
      expect(page).toContain(`\`${name}\``)
      expect(sdk).toHaveProperty(name)
    }
  })
})
