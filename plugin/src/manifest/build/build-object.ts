import { closest } from "../../diagnostics/closest.ts"
import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Field, ObjectShape } from "../../model/type-node.ts"
import { flagOf, member, membersOf, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import { pointTo } from "../source/pointer.ts"
import { buildValue, valuePlaces } from "./build-value.ts"
import type { BuildContext } from "./context.ts"
import { defaultOf, isNullable, isScalar, typeChain } from "./type-lookups.ts"
import type { Value } from "../../model/value.ts"

/** Builds an object with its fields. */
export function buildObject(tree: Tree, context: BuildContext): ObjectShape {
  const fields = membersOf(member(tree, "fields"))
  const required = requiredNames(tree, fields, context)
  const omit = member(tree, "omit_if")?.value
  const omitNull = omit === undefined ? context.omitNull : omit === "null"
  const built = fields.map(([name, field]) => buildField(name, field, required.has(name), omitNull, context))
  checkWireNames(built, context)
  const readable = member(tree, "fields")?.members
  const written = Object.keys(member(tree, "fields")?.value ?? {})
  built.push(...written.flatMap((name) => (readable?.has(name) ? [] : [lostField(name, tree, context)])))
  return { kind: "object", fields: built, ...buildAdditional(member(tree, "additional_properties"), context) }
}

/** Stands where a field cannot be read, so that what refers to it is not wrong, too. */
function lostField(name: string, tree: Tree, { unreadable }: BuildContext): Field {
  const pointer = pointTo(pointTo(tree.pointer, "fields"), name)
  unreadable.add(pointer)
  return { name, wire: [name], type: { kind: "any", pointer }, required: false, omitNull: false, pointer }
}

function buildField(name: string, tree: Tree, listed: boolean, omitNull: boolean, context: BuildContext): Field {
  const required = listed || member(tree, "required")?.value === true
  const type = context.build(tree, context, "field")
  const value = buildDefault(tree, type, context)
  const wire = oneOrMany(member(tree, "alias")).map((alias) => textOf(alias) ?? name)
  return {
    name,
    wire: wire.length > 0 ? wire : [name],
    type,
    required,
    omitNull: omitsNull(tree, required, omitNull, context),
    ...accessOf(tree, context),
    pointer: tree.pointer,
    ...(value && { default: value }),
  }
}

function accessOf(tree: Tree, { report }: BuildContext): Pick<Field, "access"> {
  const [read, write] = [flagOf(tree, "read_only"), flagOf(tree, "write_only")]
  if (read && write) {
    const pointer = member(tree, "write_only")?.pointer ?? tree.pointer
    const because = "a field that neither requests nor answers have is none"
    report.add("PRISTINE_M0109", pointer, { key: "write_only", because, fix: 'Remove it, or "read_only".' }, "key")
  }
  return read ? { access: "read" } : write ? { access: "write" } : {}
}

/** Whether `null` stands for absence: of optional fields that have no null among their values. */
export function omitsNull(tree: Tree, required: boolean, inherited: boolean, context: BuildContext): boolean {
  const own = member(tree, "fields") ? undefined : member(tree, "omit_if")
  const wanted = own === undefined ? inherited : own.value === "null"
  if (own?.value === "null" && required) {
    const because = "a required field is never absent"
    context.report.add(
      "PRISTINE_M0109",
      own.pointer,
      { key: "omit_if", because, fix: 'Remove it, or "required".' },
      "key",
    )
  }
  return wanted && !required && !isNullable(tree, context)
}

/** The default of a field or parameter, its type noted to be checked when all types are known. */
export function buildDefault(tree: Tree, type: Field["type"], context: BuildContext): Value | undefined {
  const found = defaultOf(tree, context)
  if (found === undefined) return undefined
  const value =
    isScalar(tree, context) && looksLikeValue(found.value)
      ? parseValue(found, context)
      : { kind: "constant" as const, value: found.value }
  if (value === undefined) return undefined
  const constant = value.kind === "constant" ? value.value : value.default
  if (constant !== undefined && type.secret === true) {
    const what = "A secret must not stand in a manifest"
    context.report.add("PRISTINE_M0110", found.pointer, { what, fix: 'Write { "env": "NAME" }.' })
  }
  if (constant !== undefined) {
    const checked = typeChain(tree, context).find((step) => member(step, "default") === found)
    // A default of a named type is checked once, where the type stands.
    if (checked === tree) context.constants.push({ pointer: found.pointer, value: constant, type, what: "The default" })
  }
  return value
}

/** A default is any JSON to the vocabulary, so its value form is read here. */
function parseValue(tree: Tree, context: BuildContext): Value | undefined {
  const entries = Object.entries(tree.value as object).map(([name, value]) => {
    return [name, { pointer: pointTo(tree.pointer, name), value: value as unknown }] as const
  })
  for (const [name, entry] of entries) {
    if (!["env", "from", "default"].includes(name)) {
      context.report.add(
        "PRISTINE_M0101",
        entry.pointer,
        { key: name, where: "a value", suggestion: closest(name, ["env", "from", "default"]) },
        "key",
      )
      return undefined
    }
  }
  const env = entries.find(([name]) => name === "env")?.[1]
  if (env && !(typeof env.value === "string" && /^[A-Za-z_]\w*$/.test(env.value))) {
    const expected = "letters, digits and underscores, not beginning with a digit"
    context.report.add("PRISTINE_M0108", env.pointer, {
      what: "the name of an environment variable",
      got: String(env.value),
      expected,
    })
    return undefined
  }
  return buildValue({ ...tree, members: new Map(entries) }, valuePlaces.input, context.report)
}

function looksLikeValue(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function requiredNames(
  tree: Tree,
  fields: readonly (readonly [string, Tree])[],
  { report }: BuildContext,
): ReadonlySet<string> {
  const listed = member(tree, "required")?.items ?? []
  const given = member(tree, "fields")?.value ?? {}
  for (const entry of listed) {
    const name = textOf(entry) ?? ""
    if (Object.hasOwn(given, name)) continue
    const names = fields.map(([each]) => each)
    report.add("PRISTINE_M0302", entry.pointer, { kind: "field", name, suggestion: closest(name, names) })
  }
  return new Set(listed.map((entry) => textOf(entry) ?? ""))
}

function buildAdditional(tree: Tree | undefined, context: BuildContext): Pick<ObjectShape, "additional"> {
  if (tree === undefined || tree.value === false) return {}
  if (tree.value === true) return { additional: { kind: "any", pointer: tree.pointer } }
  return { additional: context.build(tree, context) }
}

/** Two fields that read or write one wire name would overwrite each other. */
function checkWireNames(fields: readonly Field[], { report }: BuildContext): void {
  const owners = new Map<string, Field>()
  for (const field of fields) {
    for (const name of field.wire) {
      const owner = owners.get(name)
      if (owner !== undefined && owner !== field) {
        const what = `The fields ${quoteText(owner.name)} and ${quoteText(field.name)} have the same name on the wire`
        report.add("PRISTINE_M0110", field.pointer, { what, fix: 'Change one "alias".' }, "key")
      }
      owners.set(name, field)
    }
  }
}
