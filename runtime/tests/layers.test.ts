import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect } from "vitest"
import { findCircles, readImports } from "./read-imports.ts"
import { it } from "./test.ts"

const source = fileURLToPath(new URL("../src", import.meta.url))

/** What each folder may import to run; types may be named from anywhere. Entries (files directly in `src`) wire everything. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  values: ["values"],
  timing: ["timing"],
  errors: ["errors", "values"],
  ports: ["ports"],
  state: ["state", "errors"],
  core: ["core", "timing", "ports", "errors", "values"],
  adapters: ["adapters", "codec", "state", "timing", "ports", "errors", "values"],
  download: ["download", "core", "adapters", "errors"],
  codec: ["codec", "errors", "core", "values"],
  schema: ["schema", "codec", "values"],
  testing: ["testing", "codec", "errors", "adapters", "values"],
}

/** The folders of `core` from the ground up: each runs on itself and on those before it. */
const floors = ["request", "response", "call", "operation", "stream", "future", "page", "session", "client"]

const imports = await readImports(source)
const layerOf = (file: string): string => file.split("/")[0] ?? ""

describe("the layers of the runtime", () => {
  it("are all of its folders", () => {
    const folders = new Set([...imports.keys()].filter((file) => file.includes("/")).map(layerOf))
    expect([...folders].sort()).toEqual(Object.keys(allowed).sort())
  })

  it.each(Object.entries(allowed))("%s runs on %j alone", (layer, reach) => {
    const strangers = [...imports]
      .filter(([file]) => layerOf(file) === layer && file.includes("/"))
      .flatMap(([file, list]) =>
        list
          .filter(({ target, typeOnly }) => !typeOnly && !reach.includes(layerOf(target)))
          .map(({ target }) => `${file} → ${target}`),
      )
    expect(strangers).toEqual([])
  })

  it.each(floors.map((floor, height) => [floor, floors.slice(0, height + 1)] as const))(
    "core/%s runs on %j alone",
    (floor, reach) => {
      const floorOf = (file: string): string => /^core\/(?<floor>[^/]+)\//.exec(file)?.groups?.["floor"] ?? ""
      const strangers = [...imports]
        .filter(([file]) => floorOf(file) === floor)
        .flatMap(([file, list]) =>
          list
            .filter(
              ({ target, typeOnly }) => !typeOnly && layerOf(target) === "core" && !reach.includes(floorOf(target)),
            )
            .map(({ target }) => `${file} → ${target}`),
        )
      expect([...imports.keys()].some((file) => floorOf(file) === floor)).toBe(true)
      expect(strangers).toEqual([])
    },
  )

  it("has ports of types alone", async () => {
    const ports = [...imports.keys()].filter((file) => layerOf(file) === "ports")
    expect(ports.length).toBeGreaterThan(10)
    const running: string[] = []
    for (const file of ports) {
      const text = await readFile(join(source, file), "utf8")
      if (/^export (?!type |interface )/m.test(text)) running.push(file)
    }
    expect(running).toEqual([])
  })

  it("has no circle of imports that run", () => {
    expect(findCircles(imports)).toEqual([])
  })

  it("keeps Node's modules and undici out of everything but their own adapters", async () => {
    const users: string[] = []
    for (const file of imports.keys()) {
      const text = await readFile(join(source, file), "utf8")
      if (/^(?:import|export)[^;]*?from\s+"(?:node:|undici)/m.test(text)) users.push(file)
    }
    const inNode =
      /^(?:node\.ts|adapters\/(?:transport\/(?:undici|decompress)|telemetry\/diagnostics|(?:auth|multipart)\/node\/)|download\/node\/)/
    expect(users.filter((file) => !inNode.test(file))).toEqual([])
  })

  it.each([
    ["the OAuth library", "oauth4webapi", "adapters/auth/oauth/", "oauth.ts"],
    ["OpenTelemetry", "@opentelemetry/", "adapters/telemetry/opentelemetry/", "opentelemetry.ts"],
  ])("keeps %s behind its own entry", async (_, library, folder, entry) => {
    const users: string[] = []
    for (const file of imports.keys()) {
      if ((await readFile(join(source, file), "utf8")).includes(`from "${library}`)) users.push(file)
    }
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter((file) => !file.startsWith(folder))).toEqual([])
    const outside = [...imports]
      .filter(([file]) => file !== entry && !file.startsWith(folder))
      .flatMap(([file, list]) => list.filter(({ target }) => target.startsWith(folder)).map(() => file))
    expect(outside).toEqual([])
  })
})
