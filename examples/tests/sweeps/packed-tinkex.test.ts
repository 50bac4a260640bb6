import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative, resolve } from "node:path"
import { promisify } from "node:util"
import { gzipSync } from "node:zlib"
import * as esbuild from "esbuild"
import { extract } from "tar"
import { build as viteBuild } from "vite"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { packages, packInto } from "../readme-project.ts"
import { it } from "../test.ts"
import { root } from "../workspace.ts"

let folder: string
let tinkex: string

/** What a page takes of the SDK. */
const page = `import { ModelInput, ServiceClient } from "tinkex"
const service = new ServiceClient({ baseUrl: location.origin, apiKey: "tml-page" })
const sampling = await service.createSamplingClient({ baseModel: "local/tiny-bytes" })
console.log(await sampling.sample(ModelInput.fromInts([1, 2]), { max_tokens: 5 }))
`

/** Unpacks the tarballs as an installation does; what they depend on is that of this repository. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "packed-tinkex-"))
  tinkex = join(folder, "node_modules/tinkex")
  const packed = await packInto(
    folder,
    packages.filter(({ name }) => name !== "unplugin-pristine"),
  )
  await mkdir(join(folder, "node_modules"))
  for (const name of await readdir(join(root, "node_modules")))
    if (!packed.has(name) && !name.startsWith("."))
      await symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "dir")
  for (const [name, file] of packed) {
    const cwd = join(folder, "node_modules", name)
    await mkdir(cwd)
    await extract({ file, cwd, strip: 1 })
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "reader", private: true, type: "module" }))
  await writeFile(join(folder, "main.js"), page)
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Modules of Node that a bundle asks for, and what a bundler puts in their place. */
function traces(code: string): readonly string[] {
  return [...code.matchAll(/["'`]node:[^"'`]+["'`]|__vite-browser-external/g)].map(([text]) => text)
}

describe("the packed tinkex in a page", () => {
  it("is bundled by esbuild, in the size that the README names", async () => {
    const { outputFiles, warnings } = await esbuild.build({
      entryPoints: [join(folder, "main.js")],
      bundle: true,
      minify: true,
      write: false,
      platform: "browser",
      format: "esm",
      logLevel: "silent",
    })
    const code = outputFiles[0]?.text ?? ""
    expect([warnings, traces(code)]).toEqual([[], []])
    expect(code).toContain("tml-page")
    const readme = await readFile(join(tinkex, "README.md"), "utf8")
    const [, most = ""] = /(\d+) kB of JavaScript, compressed/.exec(readme) ?? []
    const kilobytes = gzipSync(code).length / 1000
    expect(kilobytes).toBeLessThan(Number(most))
    expect(kilobytes, "the README names more than it is").toBeGreaterThan(Number(most) * 0.9)
  })

  it("is bundled by Vite, without a warning", async () => {
    const warnings: string[] = []
    const built = await viteBuild({
      root: folder,
      configFile: false,
      customLogger: {
        info: () => undefined,
        warn: (text) => void warnings.push(text),
        warnOnce: (text) => void warnings.push(text),
        error: (text) => void warnings.push(text),
        clearScreen: () => undefined,
        hasErrorLogged: () => false,
        hasWarned: false,
      },
      build: { write: false, target: "es2022", rolldownOptions: { input: join(folder, "main.js") } },
    })
    const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ("output" in each ? each.output : []))
    const code = outputs.map((each) => (each.type === "chunk" ? each.code : "")).join("\n")
    expect([warnings, traces(code)]).toEqual([[], []])
    expect(code).toContain("tml-page")
  })
})

describe("the documentation in the packed tinkex", () => {
  const pages = async (): Promise<readonly string[]> => [
    "README.md",
    ...(await readdir(join(tinkex, "docs"))).map((name) => `docs/${name}`),
  ]

  it("has no relative link that leads to nothing", async () => {
    const dead: string[] = []
    let links = 0
    for (const name of await pages()) {
      const text = await readFile(join(tinkex, name), "utf8")
      for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue
        links += 1
        const [path = "", anchor] = target.split("#")
        const file = path === "" ? join(tinkex, name) : resolve(dirname(join(tinkex, name)), path)
        const isInside = !relative(tinkex, file).startsWith("..")
        if (!isInside || !(await exists(file))) dead.push(`${name}: ${target}`)
        else if (anchor !== undefined && !(await anchorsOf(file)).includes(anchor)) dead.push(`${name}: ${target}`)
      }
    }
    expect(dead).toEqual([])
    expect(links).toBeGreaterThan(50)
  })

  it("has examples that run where it is installed", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(tinkex, "examples/training-loop.mjs")], {
      cwd: folder,
    })
    expect(stdout).toMatch(/\d/)
  })
})

describe("the packed tinkex", () => {
  it("holds nothing but what is built and what a reader opens", async () => {
    expect((await readdir(tinkex)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist",
      "docs",
      "examples",
      "package.json",
      "src",
    ])
    expect(await readdir(join(tinkex, "src"))).toEqual(["manifest.pristine.json"])
    expect(await readdir(join(tinkex, "dist"))).not.toContain("readme")
  })
})

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch {
    return false
  }
}

/** What the headings of a page are called in links. */
async function anchorsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8")
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  )
}
