import { quoteText } from "../../diagnostics/quote-text.ts"
import { childTypes } from "../../model/child-types.ts"
import type { OperationModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { BuildContext } from "./context.ts"

/** Reports files that stand elsewhere than in a form. */
export function checkFiles(operations: readonly OperationModel[], { types, report }: BuildContext): void {
  for (const { id, parameters, body, result, success, errors } of operations) {
    const places: readonly (readonly [where: string, type: TypeNode | undefined])[] = [
      ...parameters.map(({ name, type }) => [`the parameter ${quoteText(name)} of ${quoteText(id)}`, type] as const),
      ...(body && !isForm(body.contentType)
        ? [[`the ${body.contentType} of ${quoteText(id)}`, body.type] as const]
        : []),
      ...(body && isForm(body.contentType) && isFile(body.type, types)
        ? [[`the place of the whole form of ${quoteText(id)}`, body.type] as const]
        : []),
      ...[result, ...[...success, ...errors].map(({ type }) => type)].map(
        (type) => [`an answer of ${quoteText(id)}`, type] as const,
      ),
    ]
    for (const [where, type] of places) {
      for (const { pointer } of type ? filesIn(type, types) : []) report.add("PRISTINE_M0509", pointer, { where })
    }
  }
}

function isForm(contentType: string): boolean {
  return /^multipart\/form-data\s*(?:;|$)/i.test(contentType)
}

function isFile(type: TypeNode, types: ReadonlyMap<string, TypeNode>): boolean {
  const named = type.kind === "ref" ? types.get(type.name) : type
  return named?.kind === "file"
}

/** All files within a type, through the types that it names. */
function filesIn(type: TypeNode, types: ReadonlyMap<string, TypeNode>): readonly TypeNode[] {
  const seen = new Set<TypeNode>([type])
  for (const each of seen) {
    const named = each.kind === "ref" ? types.get(each.name) : undefined
    for (const inner of named ? [named] : childTypes(each)) seen.add(inner)
  }
  return [...seen].filter(({ kind }) => kind === "file")
}
