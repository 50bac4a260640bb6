import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { markdownBlocks } from "./markdown-blocks.ts"
import { mustRun, root } from "./workspace.ts"

/** What is published. */
export const packages = [
  { name: "pristine-runtime", folder: "runtime" },
  { name: "unplugin-pristine", folder: "plugin" },
  { name: "tinkex", folder: "examples/tinkex" },
]

/** How the README's project is built, and what comes of it. */
export const builds = [
  {
    bundler: "Vite",
    command: ["npx", "vite", "build", "--ssr", "src/main.ts", "--outDir", "dist/vite"],
    output: "dist/vite/main.js",
  },
  { bundler: "Rollup", command: ["npx", "rollup", "-c"], output: "dist/rollup/main.js" },
  { bundler: "esbuild", command: ["node", "build.mjs"], output: "dist/esbuild/main.js" },
] as const

/** Packs every package, or some, into a folder; the tarballs by name. */
export async function packInto(folder: string, which = packages): Promise<ReadonlyMap<string, string>> {
  const tarballs = new Map<string, string>()
  for (const { name, folder: own } of which) {
    const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder]
    const { stdout } = await mustRun("npm", args, { cwd: join(root, own) })
    tarballs.set(name, join(folder, stdout.trim().split("\n").at(-1) ?? ""))
  }
  return tarballs
}

/** Writes the blocks of a README that name a file into a project. */
export async function writeBlocks(readme: string, folder: string): Promise<void> {
  for (const { file, code } of await markdownBlocks(readme)) {
    if (file === undefined) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), code)
  }
}
