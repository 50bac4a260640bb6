import { expect } from "vitest"
import { createChangeLog } from "../../src/core/change-log.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"

const shop = (status: readonly string[], facts: object = {}) =>
  modelOf({
    base_url: "https://shop.test",
    endpoints: { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet" } },
    types: { Pet: { fields: { status: { enum: status } }, ...facts } },
  })
const file = "/shop.pristine.json"

it.each<[name: string, after: ReturnType<typeof shop>, want: readonly string[]]>([
  ["nothing of the same text", shop(["sold"]), []],
  ["nothing of documentation", shop(["sold"], { description: "A pet" }), []],
  ["what was added", shop(["sold", "reserved"]), ['Pet.status gained "reserved"']],
  ["what came and what went", shop(["kept"]), ['Pet.status gained "kept"', 'Pet.status can no longer be "sold"']],
  ["nothing that a terminal would obey", shop(["sold", "\u001b[31m"]), ['Pet.status gained "\\u001b[31m"']],
])("tells %s", (_, after, want) => {
  const log = createChangeLog()
  log.note(file, shop(["sold"]))
  expect(log.revise(file, after)).toEqual(want)
})

it("tells once what a type of requests and of answers can no longer be", () => {
  const store = (status: readonly string[]) =>
    modelOf({
      endpoints: { save_pet: { method: "PUT", path: "/pet", request: "Pet", response: "Pet" } },
      types: { Pet: { fields: { status: { enum: status } } } },
    })
  const log = createChangeLog()
  log.note(file, store(["sold", "kept"]))
  expect(log.revise(file, store(["sold"]))).toEqual(['Pet.status can no longer be "kept"'])
})

it("compares with the last text without errors, each file with its own", () => {
  const log = createChangeLog()
  expect(log.revise(file, shop(["a"]))).toEqual([])
  log.note("/other", shop(["b"]))
  log.note(file, shop(["b"]))
  expect(log.revise(file, shop(["a", "b"]))).toEqual(['Pet.status gained "b"'])
})
