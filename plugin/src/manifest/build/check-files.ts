import { quoteText } from "../../diagnostics/quote-text.ts"
import { childTypes } from "../../model/child-types.ts"
import type { OperationModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { BuildContext } from "./context.ts"

/** Reports files that stand elsewhere than in a form. */
export function checkFiles(operations: readonly OperationModel[], { types, report }: BuildContext): void {
  const holders = findHolders(types)
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
      for (const { pointer } of type && mayHoldFile(type, holders) ? filesIn(type, types) : [])
        report.add("PRISTINE_M0509", pointer, { where })
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

/** Names of the types that hold a file, by themselves or through a type that they name: most manifests have none. */
function findHolders(types: ReadonlyMap<string, TypeNode>): ReadonlySet<string> {
  const found = new Set<string>()
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const [name, type] of types) if (!found.has(name) && mayHoldFile(type, found)) found.add(name)
  }
  return found
}

function mayHoldFile(type: TypeNode, holders: ReadonlySet<string>): boolean {
  if (type.kind === "ref") return holders.has(type.name)
  return type.kind === "file" || childTypes(type).some((child) => mayHoldFile(child, holders))
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
