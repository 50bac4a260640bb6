import { expect } from "vitest"
import { isBrowser } from "../../../src/core/request/is-browser.ts"
import { readRuntimeInfo } from "../../../src/core/client/runtime-info.ts"
import { it } from "../../test.ts"

const node = { process: { versions: { node: "22.12.0" } } }

it.each<[name: string, surroundings: object, want: boolean]>([
  ["a document", { document: {} }, true],
  ["a worker", { importScripts: () => undefined }, true],
  ["a document beside a bundler's `process`", { document: {}, process: { env: {} } }, true],
  ["Node", node, false],
  ["Node with jsdom or happy-dom", { ...node, document: {} }, false],
  ["a page of Electron with Node", { ...node, document: {}, navigator: { userAgent: "Electron/30" } }, false],
  ["Bun with a document", { process: { versions: { node: "22.0.0", bun: "1.2.0" } }, document: {} }, false],
  ["Deno with a document", { Deno: { version: { deno: "2.1.0" } }, document: {} }, false],
  ["an isolate of a worker", {}, false],
])("%s: a browser, as `$runtime.name` tells: %#", (_, surroundings, want) => {
  expect([isBrowser(surroundings), readRuntimeInfo(surroundings).name === "browser"]).toEqual([want, want])
})
