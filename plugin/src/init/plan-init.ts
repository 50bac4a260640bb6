import { editBundlerConfig } from "./edit-bundler-config.ts"
import { editGitignore } from "./edit-gitignore.ts"
import { editTsconfig } from "./edit-tsconfig.ts"
import type { Bundler, PackageManager, Project } from "./project.ts"
import { starterManifest, starterPath } from "./starter-manifest.ts"

/** A file as it is and as it is to be. */
export interface Edit {
  readonly path: string
  /** Absent: the file is new. */
  readonly before: string | undefined
  readonly after: string
}

/** What `init` wants to do. */
export interface InitPlan {
  readonly edits: readonly Edit[]
  /** What has to be done by hand, and why. */
  readonly notes: readonly string[]
  /** Commands that install what is missing. */
  readonly commands: readonly string[]
}

/** Plans what a project lacks. Pure: nothing is written, and a project that has everything gets an empty plan. */
export function planInit(project: Project): InitPlan {
  const notes: string[] = []
  const edits = [
    planManifest(project),
    ...planConfig(project, notes),
    ...planTsconfigs(project, notes),
    planGitignore(project),
  ]
  return {
    edits: edits.filter((edit): edit is Edit => edit !== undefined && edit.before !== edit.after),
    notes,
    commands: planInstall(project),
  }
}

function planManifest({ manifests, hasSources }: Project): Edit | undefined {
  if (manifests.length > 0) return undefined
  return { path: starterPath(hasSources), before: undefined, after: starterManifest(hasSources ? ".." : ".") }
}

function planConfig({ bundler, config }: Project, notes: string[]): readonly Edit[] {
  if (bundler === undefined) {
    notes.push(
      "No bundler was found. Without one, `unplugin-pristine generate --out <folder>` writes the modules as files.",
    )
    return []
  }
  if (config) {
    const after = editBundlerConfig(config.path, config.text, `unplugin-pristine/${bundler}`)
    if (after !== undefined) return [{ path: config.path, before: config.text, after }]
    notes.push(`${config.path} has a shape that is not edited here. ${byHand(bundler)}`)
    return []
  }
  if (bundler === "vite") {
    const after = `import { defineConfig } from "vite"\nimport pristine from "unplugin-pristine/vite"\n\nexport default defineConfig({\n  plugins: [pristine()],\n})\n`
    return [{ path: "vite.config.mjs", before: undefined, after }]
  }
  notes.push(`No configuration of ${bundler} was found. ${byHand(bundler)}`)
  return []
}

function byHand(bundler: Bundler): string {
  return `Add \`import pristine from "unplugin-pristine/${bundler}"\` and \`plugins: [pristine()]\`, before other plugins.`
}

function planTsconfigs({ tsconfigs, isNode }: Project, notes: string[]): readonly Edit[] {
  if (isNode) {
    notes.push(
      'tsconfig.json has "moduleResolution": "nodenext": import manifests by a key of "imports" in package.json with a "types" condition.',
    )
  }
  return tsconfigs.flatMap(({ path, text }) => {
    // What lies outside of the project belongs to others, too.
    const after = path.startsWith("..") ? undefined : editTsconfig(text)
    if (after !== undefined) return [{ path, before: text, after }]
    notes.push(`Add "allowArbitraryExtensions": true to the "compilerOptions" of ${path}.`)
    return []
  })
}

function planGitignore({ gitignore }: Project): Edit {
  return { path: ".gitignore", before: gitignore?.text, after: editGitignore(gitignore?.text) }
}

const install: Readonly<Record<PackageManager, readonly [regular: string, development: string]>> = {
  npm: ["npm install", "npm install --save-dev"],
  pnpm: ["pnpm add", "pnpm add --save-dev"],
  yarn: ["yarn add", "yarn add --dev"],
  bun: ["bun add", "bun add --dev"],
}

function planInstall({ packageManager, dependencies }: Project): readonly string[] {
  const [regular, development] = install[packageManager]
  return [
    ...(dependencies.includes("pristine-runtime") ? [] : [`${regular} pristine-runtime`]),
    ...(dependencies.includes("unplugin-pristine") ? [] : [`${development} unplugin-pristine`]),
  ]
}
