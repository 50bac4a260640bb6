import type { NamedValue } from "../../model/operation.ts"
import { CodeModule } from "../code-module.ts"
import type { TypeAnalysis } from "../codec/type-analysis.ts"
import { TypeCode } from "../codec/type-code.ts"
import { documentOperation } from "../documentation.ts"
import { encodeString } from "../encode/string.ts"
import { encodeIdentifier } from "../encode/identifier.ts"
import { defineFunction, operationSpec } from "../operation/operation-spec.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"
import { childResources } from "../resources.ts"
import { resourcePart } from "../names.ts"

/** The operations of one resource, and its sub-resources as namespaces. */
export function generateResource(
  analysis: TypeAnalysis,
  path: readonly string[],
  sharedHeaders: readonly NamedValue[],
  options: GenerateOptions,
): GeneratedModule {
  const module = new CodeModule(options)
  const key = path.join(".")
  const operations = analysis.model.operations.filter((operation) => operation.resource.join(".") === key)
  const locals = new Map(operations.map((operation) => [operation.id, module.claim(operation.name)]))
  const code = new TypeCode(module, analysis, { operations: locals })
  for (const operation of operations) {
    const define = module.runtime(defineFunction(operation))
    const spec = operationSpec(code, operation, sharedHeaders)
    const documentation = documentOperation(operation, options)
    const constant = `/* @__PURE__ */ ${define}(() => (${spec}))`
    module.export(
      operation.name,
      locals.get(operation.id) ?? operation.name,
      constant,
      documentation,
      operation.pointer,
    )
  }
  if (path.length > 0) {
    const children = childResources(analysis.model, path).map((child) => {
      const id = options.importId(resourcePart([...path, child]))
      return `export * as ${encodeIdentifier(child)} from ${encodeString(id)}`
    })
    if (children.length > 0) module.add(children.join("\n"))
  }
  return module.render()
}
