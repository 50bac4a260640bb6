import { compileFunction } from "node:vm"
import { build, type Plugin } from "esbuild"
import { createModuleGenerator } from "../../src/codegen/index.ts"
import type { GenerateOptions, Part } from "../../src/codegen/index.ts"
import type { ApiModel } from "../../src/model/api-model.ts"

const runtime = new URL("../../../runtime/src/", import.meta.url).pathname

export const defaults: GenerateOptions = {
  importId: (part) => `pristine:${part}`,
  manifest: "manifest.pristine.json",
  validate: true,
  retry: true,
  defaultClient: true,
}

export interface BundleOptions extends Partial<GenerateOptions> {
  /** Modules that the manifest names: code by specifier. */
  readonly code?: Readonly<Record<string, string>>
  readonly minify?: boolean
  readonly platform?: "node" | "browser"
}

/** Bundles an entry that may import `api`, with all generated parts and the runtime's sources. */
export async function bundle(model: ApiModel, entry: string, options: BundleOptions = {}): Promise<string> {
  const { code = {}, minify = false, platform = "node", ...changes } = options
  const result = await build({
    stdin: { contents: entry, resolveDir: runtime, loader: "js" },
    bundle: true,
    minify,
    format: "esm",
    platform,
    target: "es2022",
    write: false,
    logLevel: "silent",
    external: platform === "node" ? ["undici"] : [],
    plugins: [serve(model, { ...defaults, ...changes }, code, platform)],
  })
  return result.outputFiles[0]?.text ?? ""
}

/** Runs a bundle and returns what its entry exports. */
export async function run(
  model: ApiModel,
  entry: string,
  options: BundleOptions = {},
): Promise<Record<string, unknown>> {
  const text = await bundle(model, entry, { ...options, platform: "browser" })
  return runModule(text)
}

/** Runs a module without imports. As a `data:` url it would stand, whole, in every frame of every error's stack. */
function runModule(text: string): Promise<Record<string, unknown>> {
  const [statement, list = ""] = /^export \{([^}]*)\};?\s*$/m.exec(text) ?? []
  const exports = list.replace(/([\w$]+) as ([\w$]+|"[^"]*")/g, "$2: $1")
  const body = statement === undefined ? text : text.replace(statement, () => "")
  const start = compileFunction(`return (async () => {${body}\nreturn {${exports}}})()`, [], {
    filename: "generated.js",
  })
  return (start as () => Promise<Record<string, unknown>>)()
}

function serve(
  model: ApiModel,
  options: GenerateOptions,
  code: Readonly<Record<string, string>>,
  platform: "node" | "browser",
): Plugin {
  const generator = createModuleGenerator(model)
  return {
    name: "generated",
    setup(build) {
      build.onResolve({ filter: /^(?:api$|pristine:)/ }, ({ path }) => {
        return { path: path === "api" ? "root" : path.slice("pristine:".length), namespace: "pristine" }
      })
      build.onLoad({ filter: /.*/, namespace: "pristine" }, ({ path }) => {
        return { contents: generator.generate(path as Part, options).code, loader: "js", resolveDir: runtime }
      })
      build.onResolve({ filter: /^pristine-runtime/ }, ({ path }) => {
        const entries: Readonly<Record<string, string>> = {
          "pristine-runtime": "index.ts",
          "pristine-runtime/generated": "generated.ts",
          "pristine-runtime/mock": "mock.ts",
          "pristine-runtime/testing": "testing/index.ts",
        }
        return { path: runtime + (entries[path] ?? "schema/index.ts"), sideEffects: false }
      })
      build.onResolve({ filter: /^#default-transport$/ }, () => {
        return { path: `${runtime}adapters/transport/${platform === "node" ? "undici" : "fetch"}-default.ts` }
      })
      build.onResolve({ filter: /^#check-options$/ }, () => {
        return { path: `${runtime}core/client/${platform === "node" ? "" : "no-"}check-options.ts` }
      })
      build.onResolve({ filter: /^#failure-codes$/ }, () => {
        return { path: `${runtime}adapters/transport/${platform === "node" ? "" : "no-"}failure-codes.ts` }
      })
      build.onResolve({ filter: /.*/, namespace: "pristine" }, ({ path }) => {
        return Object.hasOwn(code, path) ? { path, namespace: "code" } : null
      })
      build.onLoad({ filter: /.*/, namespace: "code" }, ({ path }) => ({ contents: code[path] ?? "", loader: "js" }))
    },
  }
}
