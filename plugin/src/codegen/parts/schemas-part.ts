import { CodeModule } from "../code-module.ts"
import type { TypeAnalysis } from "../codec/type-analysis.ts"
import { documentType } from "../documentation.ts"
import { inputType } from "../input-types.ts"
import { inputSchemaName, schemaName } from "../names.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"
import { schemaExpression, type SchemaContext } from "../schema/schema-expression.ts"

/** Schemas of all named types and of the inputs that are not one of them. Each is built on first use. */
export function generateSchemas(analysis: TypeAnalysis, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  const { model } = analysis
  const types = new Map([...model.types.keys()].map((name) => [name, module.claim(schemaName(name))]))
  const inputs = model.operations.flatMap((operation) => {
    const input = inputType(operation, analysis)
    return input && input.kind !== "ref" ? [{ operation, input, local: module.claim(inputSchemaName(operation)) }] : []
  })
  const context: SchemaContext = {
    module,
    analysis,
    reference: (name) => {
      const local = types.get(name)
      if (local === undefined) throw new TypeError(`There is no type ${name}`)
      return local
    },
  }
  const lazy = module.schema("lazy")
  const build = (code: string): string => `/* @__PURE__ */ ${lazy}(() => ${code})`
  for (const [name, type] of model.types) {
    const documentation = documentType(name, type, options)
    module.export(
      schemaName(name),
      types.get(name) ?? name,
      build(schemaExpression(context, type)),
      documentation,
      type.pointer,
    )
  }
  for (const { operation, input, local } of inputs) {
    const code = build(schemaExpression(context, input))
    module.export(inputSchemaName(operation), local, code, [`Input of \`${operation.flatName}\``], operation.pointer)
  }
  return module.render()
}
