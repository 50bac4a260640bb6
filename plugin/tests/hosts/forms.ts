import { expect } from "vitest"
import { createReplayTransport, type ReplayTransport } from "./replay-transport.ts"

/** A way to import a manifest: a file of the fixture in `src/forms`, which exports `run(transport)`. */
export interface Form {
  readonly name: string
  /** Its name, without `.js`. */
  readonly file: string
  /** What it requests. */
  readonly url: string
  /** Its bearer token, which code beside the manifest gives. */
  readonly token: string | undefined
}

const pet = { url: "https://petstore.test/v1/pets/7", token: "from-beside-the-manifest" }
/** Every way that browsers know. */
export const forms: readonly Form[] = [
  { name: "a default import", file: "default", ...pet },
  { name: "a named import", file: "named", ...pet },
  { name: "a namespace import", file: "namespace", ...pet },
  { name: "a dynamic import", file: "dynamic", ...pet },
  { name: "an import attribute", file: "attribute", ...pet },
  { name: "an alias", file: "alias", ...pet },
  { name: "a key of the package's imports", file: "import-key", ...pet },
  { name: "three specifiers of one manifest", file: "same-instance", ...pet },
  { name: "a bound resource", file: "bound", ...pet },
  { name: "a resource taken apart", file: "taken-apart", ...pet },
  { name: "a namespace taken apart", file: "taken-apart-namespace", ...pet },
  { name: "a resource taken apart of a key of the package's imports", file: "taken-apart-key", ...pet },
  { name: "YAML", file: "yaml", url: "https://toys.test/toys/7", token: undefined },
  { name: "a package", file: "package", url: "https://dep.test/things/7", token: "from-a-nested-package" },
  {
    name: "a linked package",
    file: "linked-package",
    url: "https://linked.test/things/7",
    token: "from-a-nested-package",
  },
]

export interface FormModule {
  readonly run: (transport: ReplayTransport) => Promise<unknown>
}

/** What only builds know: a browser takes nothing but JSON for `import(…, { with: { type: "json" } })`. */
export const builtForms: readonly Form[] = [
  { name: "an attribute of a dynamic import", file: "dynamic-attribute", ...pet },
]

/** What hosts with `import.meta.glob` know. */
export const globForms: readonly Form[] = [{ name: "import.meta.glob", file: "glob", ...pet }]

/** Runs a form: it sends its one request, and nothing when it is loaded. */
export async function expectCall(form: Form, load: () => Promise<FormModule>): Promise<void> {
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  const { run } = await load()
  expect(transport.requests).toEqual([])
  await expect(run(transport)).resolves.toEqual({ id: 7, name: "Rex" })
  const [request, ...more] = transport.requests
  expect(more).toEqual([])
  expect(request).toMatchObject({ method: "GET", url: form.url })
  const authorization = request?.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1]
  expect(authorization).toBe(form.token && `Bearer ${form.token}`)
}
