import { CodeModule } from "../code-module.ts"
import { decodeExpression } from "../codec/decode-expression.ts"
import { encodeExpression } from "../codec/encode-expression.ts"
import { exactExpression } from "../codec/exact-expression.ts"
import type { TypeAnalysis } from "../codec/type-analysis.ts"
import { passName, TypeCode } from "../codec/type-code.ts"
import { layoutArrow } from "../layout.ts"
import type { GeneratedModule, GenerateOptions } from "../options.ts"

const expressions = { encode: encodeExpression, decode: decodeExpression, exact: exactExpression }
const words = { encode: "value to wire", decode: "wire to value", exact: "exact numbers in the type's form" }

/** Encode and decode functions of the named types whose wire form differs from their value; others cost nothing. */
export function generateCodecs(analysis: TypeAnalysis, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  const code = new TypeCode(module, analysis, { codecs: true })
  const passes = [...analysis.model.types].flatMap(([name, type]) =>
    (["encode", "decode", "exact"] as const).flatMap((direction) => {
      const needed =
        direction === "exact"
          ? analysis.hasExact(type) && analysis.isReadExactly(name)
          : analysis.needs(direction, type) && analysis.reaches(direction, name)
      return needed ? [{ name, type, direction, local: module.claim(passName(direction, name)) }] : []
    }),
  )
  for (const { name, type, direction, local } of passes) {
    const parameter = direction === "encode" ? "value" : "wire"
    const body = expressions[direction](code, type, parameter)
    const documentation = [`\`${name}\`: ${words[direction]}`]
    const arrow = layoutArrow(direction === "exact" ? parameter : `${parameter}, scope`, body)
    module.export(passName(direction, name), local, arrow, documentation, type.pointer)
  }
  return module.render()
}
