import { readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createRsbuild, type RsbuildPlugin } from "@rsbuild/core"
import { rspack } from "@rspack/core"
import * as esbuild from "esbuild"
import { watch as watchRolldown, type RolldownWatcher } from "rolldown"
import { watch as watchRollup, type RollupWatcherEvent } from "rollup"
import { afterEach, beforeEach, expect } from "vitest"
import { build as buildWithVite } from "vite"
import webpack from "webpack"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"
import { webpackLikeConfig } from "./build/webpack-like.ts"
import { saveInPlace } from "./save-in-place.ts"
import { watchEverySave } from "./watch-every-save.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

const manifest = "src/petstore.pristine.json"

let workspace: Workspace
beforeEach(async () => {
  workspace = await createWorkspace()
})
afterEach(() => workspace.dispose())

const edit = (change: (text: string) => string) => saveInPlace(workspace.path(manifest), change)

/** Outcomes of builds as they come: the code, or what went wrong. */
class Outcomes {
  readonly #waiting: ((outcome: string) => void)[] = []
  readonly #ready: string[] = []
  #last: string | undefined
  /** A host may build the same again: webpack takes files that are as young as these for changed ones. */
  push(outcome: string): void {
    if (outcome === this.#last) return
    this.#last = outcome
    const waiting = this.#waiting.shift()
    if (waiting) waiting(outcome)
    else this.#ready.push(outcome)
  }
  next(): Promise<string> {
    const ready = this.#ready.shift()
    return ready === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(ready)
  }
}

interface WatchingCompiler {
  watch(
    options: object,
    handler: (error: Error | null, stats?: { hasErrors(): boolean; toString(options: object): string }) => void,
  ): unknown
  close(done: () => void): void
}

/** webpack and Rspack report alike; the file is read at once, before the next build can write it. */
function watchCompiler(compiler: WatchingCompiler | null, outcomes: Outcomes, path: string): () => Promise<void> {
  compiler?.watch({ aggregateTimeout: 5 }, (error, stats) => {
    if (error || stats?.hasErrors())
      outcomes.push(error?.message ?? stats?.toString({ all: false, errors: true, colors: false }) ?? "")
    else outcomes.push(readFileSync(`${path}/one.mjs`, "utf8"))
  })
  return () => new Promise((resolve) => compiler?.close(() => resolve()))
}

/** Rolldown puts a message's place beside it. */
function describeError({ message, loc }: Error & { loc?: { file?: string; line: number } }): string {
  return loc ? `${loc.file ?? ""}:${loc.line} ${message}` : message
}

async function readBuilt(folder: string): Promise<string> {
  return readFile(`${folder.replace(/\/default\.js$/, "")}/default.js`, "utf8")
}

type Watch = (outcomes: Outcomes) => Promise<() => Promise<void>>

const rows: readonly { name: string; watch: Watch }[] = [
  {
    name: "rollup",
    watch: (outcomes) => {
      const watcher = watchRollup({
        input: workspace.path("src/forms/default.js"),
        external: [/^pristine-runtime/],
        plugins: [pristine.rollup({ types: false })],
        watch: { clearScreen: false, skipWrite: true, chokidar: watchEverySave },
        onLog: () => undefined,
      })
      const report = async (event: RollupWatcherEvent): Promise<void> => {
        if (event.code === "ERROR") outcomes.push(event.error.message)
        if (event.code !== "BUNDLE_END") return
        const { output } = await event.result.generate({ format: "es" })
        await event.result.close()
        outcomes.push(output[0].code)
      }
      watcher.on("event", (event) => void report(event))
      return Promise.resolve(() => watcher.close())
    },
  },
  {
    name: "rolldown",
    watch: (outcomes) => {
      const watcher = watchRolldown({
        input: workspace.path("src/forms/default.js"),
        external: [/^pristine-runtime/],
        plugins: [pristine.rolldown({ types: false })],
        output: { dir: workspace.output("rolldown") },
        watch: { clearScreen: false },
        logLevel: "silent",
      })
      watcher.on("event", async (event) => {
        if (event.code === "ERROR") outcomes.push(describeError(event.error))
        if (event.code === "BUNDLE_END") outcomes.push(await readBuilt(event.output[0] ?? ""))
        if ("result" in event) await event.result.close()
      })
      return Promise.resolve(() => watcher.close())
    },
  },
  {
    name: "vite build --watch",
    watch: async (outcomes) => {
      const outDir = workspace.output("vite")
      const watcher = (await buildWithVite({
        root: workspace.app,
        configFile: false,
        logLevel: "silent",
        plugins: [pristine.vite({ types: false })],
        build: {
          outDir,
          watch: {},
          minify: false,
          ssr: true,
          rolldownOptions: { input: workspace.path("src/forms/default.js"), output: { entryFileNames: "default.js" } },
        },
      })) as RolldownWatcher
      watcher.on("event", async (event) => {
        if (event.code === "ERROR") outcomes.push(describeError(event.error))
        if (event.code === "BUNDLE_END") outcomes.push(await readBuilt(outDir))
        if ("result" in event) await event.result.close()
      })
      return () => watcher.close()
    },
  },
  {
    name: "rsbuild",
    watch: async (outcomes) => {
      const path = workspace.output("rsbuild")
      const report: RsbuildPlugin = {
        name: "report",
        setup: (api) =>
          api.onAfterBuild(({ stats }) => {
            outcomes.push(
              stats?.hasErrors()
                ? stats.toString({ all: false, errors: true, colors: false })
                : readFileSync(`${path}/one.mjs`, "utf8"),
            )
          }),
      }
      const rsbuild = await createRsbuild({
        cwd: workspace.app,
        config: {
          mode: "development",
          logLevel: "silent",
          source: { entry: { one: workspace.path("src/forms/default.js") } },
          output: {
            target: "node",
            module: true,
            distPath: { root: path },
            filename: { js: "[name].mjs" },
            externals: { undici: "module undici" },
          },
          tools: { rspack: { output: { library: { type: "module" } } } },
          plugins: [pristine.rsbuild({ types: false }), report],
        },
      })
      const { close } = await rsbuild.build({ watch: true })
      return close
    },
  },
  {
    name: "esbuild",
    watch: async (outcomes) => {
      const context = await esbuild.context({
        absWorkingDir: workspace.app,
        entryPoints: ["src/forms/default.js"],
        bundle: true,
        write: false,
        format: "esm",
        packages: "external",
        logLevel: "silent",
        plugins: [
          pristine.esbuild({ types: false }),
          {
            name: "report",
            setup: (build) => {
              build.onEnd(({ errors: [error], outputFiles }) => {
                const { file, line } = error?.location ?? {}
                outcomes.push(error ? `${file}:${line} ${error.text}` : (outputFiles?.[0]?.text ?? "nothing"))
              })
            },
          },
        ],
      })
      await context.watch()
      return () => context.dispose()
    },
  },
  {
    name: "webpack",
    watch: (outcomes) => {
      const path = workspace.output("webpack")
      const config = webpackLikeConfig({ workspace, entries: { one: "src/forms/default.js" } }, path)
      const plugins = [pristine.webpack({ types: false })]
      const compiler = webpack({ ...config, devtool: false, experiments: { outputModule: true }, plugins })
      return Promise.resolve(watchCompiler(compiler, outcomes, path))
    },
  },
  {
    name: "rspack",
    watch: (outcomes) => {
      const path = workspace.output("rspack")
      const config = webpackLikeConfig({ workspace, entries: { one: "src/forms/default.js" } }, path)
      const compiler = rspack({ ...config, devtool: false, plugins: [pristine.rspack({ types: false })] })
      return Promise.resolve(watchCompiler(compiler, outcomes, path))
    },
  },
]

it.each(rows)(
  "gotchas 9 and 10: $name builds again when a manifest is saved, broken and repaired",
  async ({ watch }) => {
    const outcomes = new Outcomes()
    const close = await watch(outcomes)
    try {
      expect(await outcomes.next()).toContain("/pets/{pet_id}")
      await edit((text) => text.replace("/pets/{pet_id}", "/animals/{pet_id}"))
      expect(await outcomes.next()).toContain("/animals/{pet_id}")
      await edit((text) => text.replace('"method": "POST"', '"method": "BROKEN"'))
      expect(await outcomes.next()).toContain("petstore.pristine.json:21")
      await edit((text) => text.replace('"method": "BROKEN"', '"method": "POST"'))
      expect(await outcomes.next()).toContain("/animals/{pet_id}")
    } finally {
      await close()
    }
  },
)
