import { utimes } from "node:fs/promises"
import { rspack } from "@rspack/core"
import webpack from "webpack"
import { expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { webpackLikeConfig } from "./build/webpack-like.ts"
import { test, type Workspace } from "./workspace.ts"

interface Stats {
  toString(options: object): string
}

interface Compiler {
  run(done: (error: Error | null, stats?: Stats) => void): void
  close(done: (error?: Error | null) => void): void
}

type Compile = (config: ReturnType<typeof webpackLikeConfig>, cacheDirectory: string) => Compiler | null

/** Production: importers that take an API apart have roots of their own there, and a cache keeps each of them. */
const common = { devtool: false, mode: "production", optimization: { minimize: false } } as const
const hosts: readonly { name: string; compile: Compile }[] = [
  {
    name: "webpack",
    compile: (config, cacheDirectory) =>
      webpack({
        ...config,
        ...common,
        cache: { type: "filesystem", cacheDirectory },
        experiments: { outputModule: true },
        plugins: [pristine.webpack({ types: false })],
      }),
  },
  {
    name: "rspack",
    compile: (config, cacheDirectory) =>
      rspack({
        ...config,
        ...common,
        cache: { type: "persistent", storage: { type: "filesystem", directory: cacheDirectory } },
        plugins: [pristine.rspack({ types: false })],
      }),
  },
]

/** What is printed of one build, as in a process of its own. */
async function printed(workspace: Workspace, compile: Compile): Promise<string> {
  const config = webpackLikeConfig({ workspace, entries: { one: "src/main.js" } }, workspace.path("node_modules/.out"))
  const compiler = compile(config, workspace.path("node_modules/.cache"))
  const text = await new Promise<string>((resolve, reject) => {
    compiler?.run((error, stats) =>
      error ? reject(error) : resolve(stats?.toString({ preset: "errors-warnings", colors: false }) ?? ""),
    )
  })
  await new Promise<void>((resolve, reject) => compiler?.close((error) => (error ? reject(error) : resolve())))
  return text
}

const pets = (format: string, method: string) =>
  JSON.stringify({
    name: "pets",
    version: "1.0.0",
    base_url: "https://pets.test",
    endpoints: { ping: { method, path: "/ping", response: "Day" }, pong: { method: "GET", path: "/pong" } },
    types: { Day: { fields: { day: { type: "string", format } } } },
  })

const using = (names: readonly string[]) =>
  [...names.map((name) => `import { ${name} } from "./${name}.js"`), `console.log(${names.join(", ")})\n`].join("\n")

const problems = [
  { name: "a warning", manifest: pets("dat", "GET"), message: 'The format "dat" is not known' },
  { name: "an error", manifest: pets("date", "BROKEN"), message: '"BROKEN" is not a method' },
]

const rows = hosts.flatMap((host) =>
  problems.map((problem) => ({ ...problem, host: host.name, compile: host.compile })),
)

test.for(rows)(
  "$host with a cache on disk tells $name once in each build, whichever importers come and go",
  async (row, { workspace }) => {
    await workspace.write("src/pets.pristine.json", row.manifest)
    for (const name of ["ping", "pong"]) {
      const text = `import api from "./pets.pristine.json"\nconst { ${name} } = api\nexport { ${name} }\n`
      await workspace.write(`src/${name}.js`, text)
    }
    let saved = 1e9
    for (const names of [["ping"], ["ping", "pong"], ["pong"]]) {
      await utimes(await workspace.write("src/main.js", using(names)), (saved += 60), saved)
      const text = await printed(workspace, row.compile)
      expect(text.split(row.message), `${names.join()}: ${text}`).toHaveLength(2)
    }
  },
)
