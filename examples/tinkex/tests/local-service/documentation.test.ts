import { readFile } from "node:fs/promises"
import { describe, expect } from "vitest"
import { faultNames } from "../../local-service/faults/fault-rule.ts"
import { it } from "../test.ts"

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), "utf8")
const page = await read("docs/local-service.md")

describe("the page about the local service", () => {
  it("names every option", async () => {
    const source = await read("local-service/options.ts")
    const [options = ""] = /export interface LocalServiceOptions \{.*?^\}/ms.exec(source) ?? []
    const names = [...options.matchAll(/^ {2}readonly (\w+)\?/gm)].map(([, name = ""]) => name)
    expect(names.length).toBeGreaterThan(15)
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })

  it("names every fault", () => {
    expect(faultNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
