import type { Field, TypeNode, UnionShape } from "../../model/type-node.ts"
import { encodeLiteral } from "../encode/literal.ts"
import type { TypeCode } from "./type-code.ts"

/** Which form of a value is looked at: what a caller holds, what is sent, or what was read exactly of that. */
export type Side = "value" | "wire" | "read"

/**
 * An expression that tells a variant of a union from the others: by kind, and for objects by constants and required
 * keys one level deep. It decides which variant a value means to be, not whether it is a valid one.
 */
export function matchExpression(code: TypeCode, node: TypeNode, expression: string, side: Side): string {
  return match(code, node, expression, side, new Set())
}

/** The same for one variant of a union; a discriminator decides alone where the value has one. */
export function matchVariant(
  code: TypeCode,
  union: UnionShape,
  variant: TypeNode,
  expression: string,
  side: Side,
): string {
  return variantOf(code, union, variant, expression, side, new Set())
}

/** Whether an expression of `matchExpression` has to stand in parentheses inside a conjunction. */
function group(expression: string): string {
  return /\|\|/.test(expression) ? `(${expression})` : expression
}

function match(code: TypeCode, node: TypeNode, expression: string, side: Side, seen: ReadonlySet<string>): string {
  if (node.nullable === true) {
    const rest = match(code, { ...node, nullable: false }, expression, side, seen)
    return rest === "true" ? rest : `${expression} === null || ${rest}`
  }
  if (side === "value" && node.codec?.kind === "bytes") return `${expression} instanceof Uint8Array`
  if (side === "value" && node.codec?.kind === "bigint") return `typeof ${expression} === "bigint"`
  if (side === "value" && node.codec?.kind === "code") return "true"
  if (node.codec?.kind === "decimal" && side !== "read") {
    // On the wire it is a number, of which the exact pass may have made text already.
    const text = `typeof ${expression} === "string"`
    return side === "value" ? text : `typeof ${expression} === "number" || ${text}`
  }
  switch (node.kind) {
    case "any":
      return "true"
    case "null":
      return `${expression} === null`
    case "file":
      return `${code.module.runtime("isFilePart")}(${expression})`
    case "boolean":
    case "string":
      return `typeof ${expression} === "${node.kind}"`
    case "number":
      if (side === "read") return `${code.module.runtime("isExactly")}(${expression}, ${String(node.integer)})`
      if (!node.integer) return `typeof ${expression} === "number"`
      return node.format === "int64"
        ? `Number.isInteger(${expression}) || typeof ${expression} === "bigint"`
        : `Number.isInteger(${expression})`
    case "enum":
      return `${encodeLiteral(node.values)}.includes(${expression})`
    case "const":
      return isPrimitive(node.value) ? `${expression} === ${encodeLiteral(node.value)}` : "true"
    case "array": {
      const item = match(code, node.items, "item", side, seen)
      const array = `Array.isArray(${expression})`
      return item === "true" ? array : `${array} && ${expression}.every((item) => ${item})`
    }
    case "tuple":
      return `Array.isArray(${expression})`
    case "map":
      return `${code.module.runtime("isRecord")}(${expression})`
    case "object":
      return [
        `${code.module.runtime("isRecord")}(${expression})`,
        ...node.fields.flatMap((field) => matchField(code, field, expression, side)),
      ].join(" && ")
    case "union":
      return node.variants.map((each) => variantOf(code, node, each, expression, side, seen)).join(" || ") || "false"
    case "intersection":
      return node.parts.map((part) => group(match(code, part, expression, side, seen))).join(" && ") || "true"
    case "ref": {
      const target = code.analysis.model.types.get(node.name)
      if (!target || seen.has(node.name)) return "false"
      return match(code, target, expression, side, new Set([...seen, node.name]))
    }
  }
}

function variantOf(
  code: TypeCode,
  union: UnionShape,
  variant: TypeNode,
  expression: string,
  side: Side,
  seen: ReadonlySet<string>,
): string {
  const { discriminator, distinctFields } = union
  const shape = discriminator === undefined || variant.codec ? undefined : code.analysis.resolve(variant)
  const field = shape?.kind === "object" ? shape.fields.find((each) => each.name === discriminator) : undefined
  const tags = field && tagValues(code.analysis.resolve(field.type))
  if (!field || !tags) return match(code, variant, expression, side, seen)
  const record = `${code.module.runtime("isRecord")}(${expression})`
  const member = code.member(expression, side === "value" ? field.name : (field.wire[0] ?? field.name))
  const equal = tags.map((tag) => `${member} === ${encodeLiteral(tag)}`).join(" || ")
  if (side === "value" || distinctFields !== true) return `${record} && ${group(equal)}`
  const absent = `${member} == null && ${match(code, variant, expression, side, seen)}`
  return `${record} && (${equal} || (${absent}))`
}

/** Values of a discriminator, where its type says them. */
export function tagValues(type: TypeNode): readonly unknown[] | undefined {
  if (type.kind === "const" && isPrimitive(type.value)) return [type.value]
  return type.kind === "enum" ? type.values : undefined
}

function matchField(code: TypeCode, field: Field, expression: string, side: Side): string[] {
  const type = code.analysis.resolve(field.type)
  const names = side === "value" ? [field.name] : field.wire
  const members = names.map((name) => code.member(expression, name))
  if (type.kind === "const" && isPrimitive(type.value)) {
    const equal = members.map((member) => `${member} === ${encodeLiteral(type.value)}`).join(" || ")
    if (field.required) return [group(equal)]
    const absent = members.map((member) => `${member} == null`).join(" && ")
    return [`(${absent} || ${equal})`]
  }
  if (!field.required || field.default !== undefined) return []
  const takesNull = type.nullable === true || type.kind === "any" || type.kind === "null" || type.kind === "union"
  return [group(members.map((member) => `${member} ${takesNull ? "!== undefined" : "!= null"}`).join(" || "))]
}

function isPrimitive(value: unknown): boolean {
  return value === null || typeof value !== "object"
}
