/**
 * Bytes of a page that makes one GET with a client generated from a whole document, minified and gzipped.
 *
 * Method: the same program for each client, one call of one operation, bundled for a browser by esbuild and by Vite as they
 * come. Ours has its defaults on: validation of input and answer, retries, limits of time, typed errors, credentials. What
 * the others leave out is what they leave out: hey-api validates where it says valibot, none of them retries.
 *
 * Run with `npm run bench -w unplugin-pristine -- size`.
 */
import { gzipSync } from "node:zlib"
import { join } from "node:path"
import * as esbuild from "esbuild"
import { build, type Plugin } from "vite"
import { pristine } from "../src/index.ts"
import { benchFolder, peersFolder } from "./folders.ts"
import { programsOf, subjectNamed } from "./one-call.ts"

const modules = [join(peersFolder, "node_modules"), join(benchFolder, "../../node_modules")]

async function withEsbuild(file: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
    nodePaths: modules,
    plugins: [pristine.esbuild({ types: false })],
  })
  return outputFiles[0]?.text ?? ""
}

async function withVite(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: join(file, ".."),
    plugins: [pristine.vite({ types: false }), { name: "modules", enforce: "pre", resolveId: resolvePackage }],
    build: {
      write: false,
      target: "es2022",
      minify: "oxc",
      modulePreload: false,
      // A library would keep its spaces.
      rolldownOptions: { input: file, preserveEntrySignatures: "strict", output: { codeSplitting: false } },
    },
  })
  const [bundle] = Array.isArray(result) ? result : [result]
  const chunks = "output" in bundle ? bundle.output.flatMap((one) => (one.type === "chunk" ? one.code : [])) : []
  return chunks.join("\n")
}

/** Programs stand outside of any package: what they import is looked for where it was installed. */
const resolvePackage: NonNullable<Extract<Plugin["resolveId"], (...given: never) => unknown>> = async function (id) {
  if (!/^(?:@[\w-]+\/)?[a-z][\w-]*(?:\/|$)/.test(id)) return undefined
  for (const folder of modules) {
    const found = await this.resolve(id, join(folder, "../package.json"), { skipSelf: true })
    if (found) return found
  }
  return undefined
}

for (const name of ["petstore", "github"]) {
  const subject = subjectNamed(name)
  const programs = await programsOf(subject)
  console.log(
    `\n${name}, ${subject.operations} operations: one GET, bytes minified and gzipped, in esbuild and in Vite`,
  )
  for (const { name: client, file } of programs) {
    const sizes: string[] = []
    for (const bundler of [withEsbuild, withVite]) {
      const code = await bundler(file)
      if (!code.includes("fetch")) throw new Error(`The program of ${client} makes no call`)
      sizes.push(String(gzipSync(code, { level: 9 }).byteLength).padStart(8))
    }
    console.log(`  ${client.padEnd(18)} ${sizes.join(" ")}`)
  }
}
