/** A small manifest: one resource with one operation, and one type. */
export function petsManifest(extra: object = {}): string {
  return JSON.stringify({
    name: "petstore",
    version: "1.0.0",
    base_url: "https://example.com",
    endpoints: { get_pet: { resource: "pets", method: "GET", path: "/pets/{id}", response: "Pet" } },
    types: { Pet: { fields: { name: "string" } } },
    ...extra,
  })
}
