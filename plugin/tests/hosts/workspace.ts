import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { test as base } from "../../../runtime/tests/test.ts"

const fixtures = fileURLToPath(new URL("../fixtures/hosts/", import.meta.url))
const repository = fileURLToPath(new URL("../../../", import.meta.url))

/** A copy of the fixture application with its packages installed, outside the repository. */
export interface Workspace {
  /** Folder of the application. */
  readonly app: string
  /** Absolute path of a file of the application. */
  path(file: string): string
  /** Writes a file of the application and returns its path. */
  write(file: string, text: string): Promise<string>
  /** A new folder for a build. It lies in `node_modules`, so that Node, not the test runner, loads what is in it. */
  output(name: string): string
  dispose(): Promise<void>
}

/** A test with a workspace of its own. */
export const test = base.extend<{ readonly workspace: Workspace }>({
  workspace: async ({ resources }, use) => {
    const workspace = await createWorkspace()
    resources.defer(() => workspace.dispose())
    await use(workspace)
  },
})

/**
 * Copies the application: `@acme/dep` lies in its `node_modules`, `@acme/linked` is a symbolic link to a folder beside the
 * application, and each has a package of its own that the application cannot reach.
 */
export async function createWorkspace(): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "pristine-hosts-")))
  const app = join(root, "app")
  await cp(join(fixtures, "app"), app, { recursive: true })
  await install(join(fixtures, "packages/dep"), join(app, "node_modules/@acme/dep"))
  await install(join(fixtures, "packages/linked"), join(root, "linked"))
  await link(join(root, "linked"), join(app, "node_modules/@acme/linked"))
  await link(join(repository, "runtime"), join(app, "node_modules/pristine-runtime"))
  await link(join(repository, "node_modules/undici"), join(app, "node_modules/undici"))
  await mkdir(join(root, "linked/node_modules"), { recursive: true })
  await link(join(repository, "runtime"), join(root, "linked/node_modules/pristine-runtime"))
  let outputs = 0
  const path = (file: string) => join(app, file)
  return {
    app,
    path,
    output: (name) => join(app, "node_modules/.output", `${name}-${outputs++}`),
    async write(file, text) {
      await mkdir(dirname(path(file)), { recursive: true })
      await writeFile(path(file), text)
      return path(file)
    },
    dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function install(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true })
  await cp(join(fixtures, "packages/only-here"), join(to, "node_modules/@acme/only-here"), { recursive: true })
}

/** As package managers link: Farm follows no absolute link. */
function link(target: string, path: string): Promise<void> {
  return symlink(relative(dirname(path), target), path, "dir")
}
