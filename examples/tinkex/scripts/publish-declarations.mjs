// Makes the published declarations self-contained. In the repository they import the API through the package's `imports`,
// whose types stand outside `dist` and refer to sources. Two folders deep in `dist`, the same file refers to `dist/src`.
import { chmod, copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const declaration = join(root, "dist/.pristine/types/tinker.d.ts")

// A package manager makes the programs of a package executable when it installs them; in the repository nobody does.
for (const program of ["local-service/cli.js", "src/cli/main.js"]) await chmod(join(root, "dist", program), 0o755)

await mkdir(dirname(declaration), { recursive: true })
await copyFile(join(root, ".pristine/types/tinker.d.ts"), declaration)

for (const name of await readdir(join(root, "dist"), { recursive: true })) {
  const file = join(root, "dist", name)
  if (!file.endsWith(".d.ts") || file === declaration) continue
  const target = relative(dirname(file), declaration.replace(/\.d\.ts$/, ".js")).replaceAll("\\", "/")
  const text = await readFile(file, "utf8")
  await writeFile(file, text.replaceAll(`"#tinker.pristine.json"`, JSON.stringify(target)))
}
