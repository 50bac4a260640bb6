import type { ApiModel } from "../../model/api-model.ts"
import { CodeModule } from "../code-module.ts"
import { encodeIdentifier } from "../encode/identifier.ts"
import { encodeString } from "../encode/string.ts"
import { resourcePart } from "../names.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"
import { childResources } from "../resources.ts"

/** The namespace behind the default export: operations without a resource, and resources. */
export function generateOperations(model: ApiModel, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  const own = model.operations.filter((operation) => operation.resource.length === 0)
  const lines = childResources(model, []).map((name) => {
    return `export * as ${encodeIdentifier(name)} from ${encodeString(options.importId(resourcePart([name])))}`
  })
  if (own.length > 0) {
    const names = own.map((operation) => encodeIdentifier(operation.name)).join(", ")
    lines.unshift(`export { ${names} } from ${encodeString(options.importId("resource:"))}`)
  }
  module.add(lines.length > 0 ? lines.join("\n") : "export {}")
  return module.render()
}
