import { CodeModule } from "../code-module.ts"
import { decodeExpression } from "../codec/decode-expression.ts"
import { encodeExpression } from "../codec/encode-expression.ts"
import type { TypeAnalysis } from "../codec/type-analysis.ts"
import { passName, TypeCode } from "../codec/type-code.ts"
import { layoutArrow } from "../layout.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"

/** Encode and decode functions of the named types whose wire form differs from their value; others cost nothing. */
export function generateCodecs(analysis: TypeAnalysis, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  const code = new TypeCode(module, analysis, { codecs: true })
  const passes = [...analysis.model.types].flatMap(([name, type]) =>
    (["encode", "decode"] as const).flatMap((direction) => {
      return analysis.needs(direction, type) && analysis.reaches(direction, name)
        ? [{ name, type, direction, local: module.claim(passName(direction, name)) }]
        : []
    }),
  )
  for (const { name, type, direction, local } of passes) {
    const parameter = direction === "encode" ? "value" : "wire"
    const body = (direction === "encode" ? encodeExpression : decodeExpression)(code, type, parameter)
    const documentation = [`\`${name}\`: ${direction === "encode" ? "value to wire" : "wire to value"}`]
    const arrow = layoutArrow(`${parameter}, scope`, body)
    module.export(passName(direction, name), local, arrow, documentation, type.pointer)
  }
  return module.render()
}
