import { expect } from "vitest"
import { describeChanges } from "../../src/changes/describe-changes.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"

type Json = Record<string, unknown>

const pet = { fields: { id: { type: "integer", required: true }, status: { enum: ["available", "sold"] } } }
const get = { resource: "pets", method: "GET", path: "/pets/{id}", parameters: { id: "integer" }, response: "Pet" }
const shop = { base_url: "https://shop.test", endpoints: { get_pet: get }, types: { Pet: pet } }
const withPet = (fields: Json): Json => ({ types: { Pet: { fields: { ...pet.fields, ...fields } } } })
const withGet = (keys: Json): Json => ({ endpoints: { get_pet: { ...get, ...keys } } })

it.each<[name: string, changed: Json, want: readonly string[]]>([
  ["nothing", {}, []],
  ["documentation", { description: "A shop", ...withGet({ description: "One pet", tags: ["a"] }) }, []],
  [
    "a word of an enum",
    withPet({ status: { enum: ["available", "sold", "reserved"] } }),
    ["`Pet.status` gained `reserved`"],
  ],
  [
    "words of an enum",
    withPet({ status: { enum: ["available", "lost", "found"] } }),
    ["`Pet.status` gained `lost`, `found`", "`Pet.status` lost `sold`"],
  ],
  ["a field", withPet({ tag: "string" }), ["`Pet` gained `tag`"]],
  ["a field less", { types: { Pet: { fields: { id: pet.fields.id } } } }, ["`Pet` lost `status`"]],
  ["a required field", withPet({ id: "integer" }), ["`Pet.id` may be absent"]],
  [
    "a type of a field",
    withPet({ id: { type: "string", required: true } }),
    ["`Pet.id` is `string`, no longer `integer`"],
  ],
  [
    "null as a value",
    withPet({ id: { type: "integer", required: true, nullable: true } }),
    ["`Pet.id` is `integer | null`, no longer `integer`"],
  ],
  ["a limit", withPet({ id: { type: "integer", required: true, minimum: 1 } }), ["`Pet.id` is checked otherwise"]],
  [
    "a default",
    withPet({ status: { enum: ["available", "sold"], default: "sold" } }),
    ["`Pet.status` is `sold` by default"],
  ],
  [
    "a name on the wire",
    withPet({ status: { enum: ["available", "sold"], alias: "state" } }),
    ["`Pet.status` is `state` on the wire"],
  ],
  ["an item", { types: { Pet: pet, Tags: { type: "array", items: "string" } } }, ["the type `Tags` is new"]],
  ["a path", withGet({ path: "/animals/{id}" }), ["`pets.get` sends `GET /animals/{id}`"]],
  ["a name", withGet({ name: "fetch" }), ["`pets.get` is called `pets.fetch`"]],
  ["a parameter", withGet({ parameters: { id: "integer", full: "boolean" } }), ["`pets.get(…)` gained `full`"]],
  ["a result", withGet({ response: { type: "array", items: "Pet" } }), ["`pets.get()` is `Pet[]`, no longer `Pet`"]],
  ["no result", withGet({ response: "void" }), ["`pets.get()` is gone"]],
  ["an error", withGet({ responses: { "404": "any" } }), ["`pets.get` has other errors"]],
  ["two settings", withGet({ headers: { "X-A": "1" }, timeout: 5 }), ["`pets.get` has other headers, limits of time"]],
  ["an operation", { endpoints: { get_pet: get, ping: { method: "GET", path: "/ping" } } }, ["`ping` is new"]],
  [
    "another operation",
    { endpoints: { ping: { method: "GET", path: "/ping" } } },
    ["`pets.get` is gone", "`ping` is new"],
  ],
  ["a base URL", { base_url: "https://shop2.test" }, ["the base URL is another"]],
  ["a version", { version: "2" }, ["the version is `2`"]],
  ["a retry policy", { retry_policies: { slow: { max_attempts: 9 } } }, ["the retry policy `slow` is new"]],
])("tells of %s", (_, changed, want) => {
  expect(describeChanges(modelOf(shop), modelOf({ ...shop, ...changed }))).toEqual(want)
})

it("tells of data below a key that elsewhere is documentation", () => {
  const withDefault = (text: string) =>
    modelOf({ ...shop, types: { Pet: pet, A: { fields: { a: { type: "map", default: { description: text } } } } } })
  expect(describeChanges(withDefault("x"), withDefault("y"))).toEqual(['`A.a` is `{"description":"y"}` by default'])
})

it("brings no command of a manifest to a terminal", () => {
  const status = { enum: ["available", "sold", "\u001b[31m`"] }
  const changes = describeChanges(modelOf(shop), modelOf({ ...shop, ...withPet({ status }) }))
  expect(changes).toEqual(["`Pet.status` gained `\\u001b[31m'`"])
})
