import { describe, expect } from "vitest"
import { createModuleIds, type ModuleId } from "../../src/core/module-ids.ts"
import { it } from "../test.ts"

const endings = [".pristine.json", ".pristine.yaml"]
const appending = createModuleIds(endings, ".js")
const real = createModuleIds(endings, "")

describe("createModuleIds", () => {
  it.each<{ id: ModuleId; appended: string; plain: string }>([
    {
      id: { file: "/a/x.pristine.json", part: "root" },
      appended: "/a/x.pristine.json.js",
      plain: "/a/x.pristine.json",
    },
    {
      id: { file: "/a/x.pristine.yaml", part: "operations" },
      appended: "/a/x.pristine.yaml.js?pristine=operations",
      plain: "/a/x.pristine.yaml?pristine=operations",
    },
    {
      id: { file: "C:\\a b\\x.pristine.json", part: "resource:pets.größe" },
      appended: "C:\\a b\\x.pristine.json.js?pristine=resource:pets.gr%C3%B6%C3%9Fe",
      plain: "C:\\a b\\x.pristine.json?pristine=resource:pets.gr%C3%B6%C3%9Fe",
    },
    {
      id: { file: "/a/x.pristine.json", part: "root", keep: ["pets.get", "ping"] },
      appended: "/a/x.pristine.json.js?pristine=root&keep=pets.get,ping",
      plain: "/a/x.pristine.json?pristine=root&keep=pets.get,ping",
    },
    {
      id: { file: "/a/x.pristine.json", part: "root", keep: [] },
      appended: "/a/x.pristine.json.js?pristine=root&keep=",
      plain: "/a/x.pristine.json?pristine=root&keep=",
    },
  ])("writes and reads $appended", ({ id, appended, plain }) => {
    expect([appending.format(id), real.format(id)]).toEqual([appended, plain])
    expect([appending.parse(appended), real.parse(plain)]).toEqual([id, id])
    expect(appending.generated.test(appended) && appending.owned.test(appended)).toBe(true)
    expect(real.generated.test(plain) && real.owned.test(plain)).toBe(true)
  })

  // Vite leaves ids that match this out of its import analysis: no rewritten imports, no hot updates.
  it("appends what keeps an id in Vite's import analysis", () => {
    expect(appending.format({ file: "/x.pristine.json", part: "service" })).not.toMatch(/\.(?:map|json)(?:$|\?)/)
  })

  it.each([
    "./x.json",
    "./x.pristine.json?raw",
    "./x.pristine.json?url",
    "./x.pristine.json5",
    "./xpristine.json",
    "./x.pristine.js",
  ])("leaves %s alone", (specifier) => {
    for (const ids of [appending, real]) {
      expect(ids.parse(specifier)).toBeUndefined()
      expect(ids.owned.test(specifier) || ids.generated.test(specifier) || ids.manifest.test(specifier)).toBe(false)
    }
  })

  it("does not take a manifest for a generated module where ids are appended to", () => {
    expect(appending.parse("/x.pristine.json")).toBeUndefined()
    expect(appending.owned.test("/x.pristine.json")).toBe(true)
  })
})
