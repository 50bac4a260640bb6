import { createRsbuild, type RsbuildPlugin } from "@rsbuild/core"
import { pristine } from "../../../src/index.ts"
import { absolute, files, type BuildRequest } from "./build-request.ts"

export async function buildWithRsbuild(request: BuildRequest): Promise<Record<string, string>> {
  const { workspace, entries, minify = false, options, platform } = request
  const root = workspace.output("rsbuild")
  const logged: string[] = []
  const errors: RsbuildPlugin = {
    name: "errors",
    setup: (api) =>
      api.onAfterBuild(({ stats }) => {
        if (stats?.hasErrors()) logged.push(stats.toString({ colors: false, all: false, errors: true }))
      }),
  }
  const rsbuild = await createRsbuild({
    cwd: workspace.app,
    config: {
      mode: minify ? "production" : "development",
      logLevel: "silent",
      source: { entry: absolute(workspace, entries) },
      resolve: { alias: { "@": workspace.path("src") } },
      output: {
        target: platform === "browser" ? "web" : "node",
        module: true,
        distPath: { root },
        filename: { js: "[name].mjs" },
        minify,
        legalComments: "none",
        sourceMap: true,
        externals: { undici: "module undici" },
      },
      tools: { rspack: { output: { library: { type: "module" } } } },
      plugins: [pristine.rsbuild(options), errors],
    },
  })
  const result = await rsbuild.build().catch((error: unknown) => {
    throw new Error(`${String(error)}\n${logged.join("\n")}`)
  })
  await result.close()
  return files(root, entries)
}
