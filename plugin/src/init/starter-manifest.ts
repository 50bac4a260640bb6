/** A manifest to begin with: right as it is, and small enough to be replaced. */
export const starterManifest: string = `${JSON.stringify(
  {
    $schema: "./node_modules/unplugin-pristine/manifest.schema.json",
    name: "api",
    version: "1.0.0",
    base_url: { env: "API_URL", default: "https://api.example.com" },
    endpoints: {
      get_item: { resource: "items", method: "GET", path: "/items/{id}", response: "Item" },
    },
    types: { Item: { required: ["id"], fields: { id: "string", name: "string" } } },
  },
  undefined,
  2,
)}\n`
