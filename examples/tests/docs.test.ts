import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"
import pristine from "unplugin-pristine/esbuild"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { it } from "./test.ts"
import { mustRun, root, run } from "./workspace.ts"

/**
 * Type-checks the TypeScript of the documentation against the packages as they are built, and runs it against a service
 * on the loopback interface. A block that calls `api` without an import gets one. docs/contracts.md has a test of its own.
 */
const pages = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md") && name !== "contracts.md")

/** The manifest that the pages' blocks mean, under both of its names. */
const manifest = {
  name: "docs",
  version: "1.0.0",
  base_url: { env: "DOCS_URL", default: "https://docs.example" },
  endpoints: {
    get_pet: {
      resource: "pets",
      method: "GET",
      path: "/pets/{petId}",
      parameters: { petId: "integer" },
      response: "Pet",
      responses: { "404": "NotFound" },
    },
    complete_chat: {
      resource: "chat",
      method: "POST",
      path: "/chat",
      request: { fields: { prompt: { type: "string", required: true } } },
      response: { fields: { text: { type: "string", required: true } } },
      streaming: true,
    },
  },
  types: {
    Pet: {
      required: ["id", "name"],
      fields: { id: "integer", name: "string", limit: { type: "integer", default: 20 } },
    },
    NotFound: { required: ["message"], fields: { message: "string" } },
  },
}

/** What blocks import beside that: adapters of a reader's own. */
const readersOwn = {
  "lines.ts": `import type { Framing } from "pristine-runtime"
import { ndjson } from "pristine-runtime/generated"
export const lines: Framing = ndjson\n`,
  "my-token-source.ts": `import type { TokenSource } from "pristine-runtime"
export const myTokenSource = (): TokenSource => ({
  async token(signal) {
    signal.throwIfAborted()
    return Promise.resolve({ value: "token" })
  },
})\n`,
}

const config = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
    module: "esnext",
    moduleResolution: "bundler",
    allowArbitraryExtensions: true,
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    noEmit: true,
    types: ["node"],
  },
  include: ["src"],
}

/** What a block prints where it prints something; the others only have to end well. */
const prints: Readonly<Record<string, RegExp>> = {
  "streaming-1.ts": /^Hello, world$/,
  "streaming-2.ts": /pass [1-9]\d*\s[^]*fail 0\s/,
  "ports-4.ts": /pass [1-9]\d*\s[^]*fail 0\s/,
  "typescript-2.ts": /^no such pet\n$/,
}

const texts = await Promise.all(pages.map((page) => readFile(join(root, "docs", page), "utf8")))
const blocks = pages.flatMap((page, index) =>
  [...(texts[index] ?? "").matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = ""], number) => {
    const prelude =
      /\bapi\./.test(code) && !code.includes("import api") ? 'import api from "./manifest.pristine.json"\n' : ""
    return { name: `${page.slice(0, -3)}-${number + 1}.ts`, code: `${prelude}${code}` }
  }),
)

const server = createServer((request, response) => {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  }
  if (request.url === "/chat") {
    response.writeHead(200, { "content-type": "text/event-stream" })
    for (const text of ["Hello, ", "world"]) response.write(`data: ${JSON.stringify({ text })}\n\n`)
    response.end()
  } else if (request.url === "/pets/7") answer(404, { message: "no such pet" })
  else answer(200, { id: 8, name: "Rex" })
})

let folder = ""

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "pristine-docs-")))
  await mkdir(join(folder, "src"))
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "dir")
  const [, petstore = ""] = /^```json\n([^]*?)^```$/m.exec(texts[pages.indexOf("manifest.md")] ?? "") ?? []
  const files = {
    ...readersOwn,
    "manifest.pristine.json": JSON.stringify(manifest),
    "api.pristine.json": JSON.stringify(manifest),
    "petstore.pristine.json": petstore,
    ...Object.fromEntries(blocks.map(({ name, code }) => [name, code])),
  }
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, "src", name), text)))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

describe("the TypeScript of the documentation", () => {
  it("is found", () => {
    expect(blocks.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(prints)))
  })

  it("passes the compiler", async () => {
    await mustRun(process.execPath, [join(root, "plugin/bin/unplugin-pristine.js"), "types"], { cwd: folder })
    const { stdout } = await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], {
      cwd: folder,
    })
    expect(stdout).toBe("")
  })

  it.each(blocks)("runs: $name", async ({ name }) => {
    const outfile = join(folder, "dist", name.replace(/ts$/, "mjs"))
    await build({
      entryPoints: [join(folder, "src", name)],
      absWorkingDir: folder,
      outfile,
      bundle: true,
      format: "esm",
      target: "es2022",
      platform: "node",
      packages: "external",
      logLevel: "silent",
      plugins: [pristine({ types: false })],
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const env = { DOCS_URL: url, PETSTORE_URL: url, PETSTORE_TOKEN: "token" }
    const { status, stdout, stderr } = await run(process.execPath, [outfile], { cwd: folder, env })
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(prints[name] ?? /^$/)
  })
})
