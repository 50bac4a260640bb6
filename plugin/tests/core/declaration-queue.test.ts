import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { createDeclarationQueue } from "../../src/core/declaration-queue.ts"
import { createGeneration } from "../../src/core/generation.ts"
import { createModuleIds } from "../../src/core/module-ids.ts"
import { resolveOptions } from "../../src/core/options.ts"
import { siblingDeclaration } from "../../src/types/index.ts"
import { it } from "../test.ts"
import { createProject } from "../types/typescript-project.ts"
import { createTurns } from "./turns.ts"

async function setup() {
  const file = join(await createProject({ "a.pristine.json": "" }), "a.pristine.json")
  const options = resolveOptions({ types: "sibling" })
  const generation = createGeneration(options, createModuleIds(options.include, ".js"))
  const turns = createTurns()
  const declaration = siblingDeclaration(file)
  return {
    turns,
    declaration,
    queue: createDeclarationQueue(options, turns),
    read: async (operation: string) => {
      const endpoints = { [operation]: { method: "GET", path: "/a" } }
      await writeFile(file, JSON.stringify({ name: "a", version: "1", base_url: "https://a.test", endpoints }))
      return generation.read(file)
    },
  }
}

it("writes what a page may be waiting for when nobody has asked for a module for a while", async () => {
  const { turns, declaration, queue, read } = await setup()
  queue.addLater(await read("first"))
  await turns.pass(90)
  queue.note()
  await turns.pass(90)
  expect(existsSync(declaration)).toBe(false)
  await turns.pass(10)
  await queue.settle()
  expect(await readFile(declaration, "utf8")).toContain("first")
})

it("does not wait where somebody waits for it, and writes the newest text alone", async () => {
  const { declaration, queue, read } = await setup()
  queue.addLater(await read("first"))
  queue.addLater(await read("second"))
  await queue.settle()
  expect(await readFile(declaration, "utf8")).toMatch(/^(?![^]*first)[^]*second/)
})

it("begins at once with what a build adds", async () => {
  const { turns, declaration, queue, read } = await setup()
  queue.add(await read("first"))
  expect(turns.waiting()).toBe(0)
  queue.addLater(await read("second"))
  expect(turns.waiting()).toBe(1)
  await queue.settle()
  expect(await readFile(declaration, "utf8")).toContain("second")
})
