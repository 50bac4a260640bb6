/**
 * A manifest to begin with: right as it is, and small enough to be replaced.
 *
 * @param root Way from its folder to the package's: `.` or `..`.
 */
export function starterManifest(root: "." | ".."): string {
  return `${JSON.stringify(starter(root), undefined, 2)}\n`
}

function starter(root: string): object {
  return {
    $schema: `${root}/node_modules/unplugin-pristine/manifest.schema.json`,
    name: "api",
    version: "1.0.0",
    base_url: { env: "API_URL", default: "https://api.example.com" },
    endpoints: {
      get_item: { resource: "items", method: "GET", path: "/items/{id}", response: "Item" },
    },
    types: { Item: { required: ["id"], fields: { id: "string", name: "string" } } },
  }
}

/** Where it is put. */
export function starterPath(hasSources: boolean): string {
  return `${hasSources ? "src/" : ""}api.pristine.json`
}
