import { isRequiredOfCaller } from "../model/required-of-caller.ts"
import type { Field, ObjectShape, TypeNode } from "../model/type-node.ts"
import type { Value } from "../model/value.ts"
import type { Flow } from "./change.ts"
import type { ComparedModels, Place } from "./compared-models.ts"
import { sameMeaning } from "./same-meaning.ts"

type ObjectType = TypeNode & ObjectShape

/** Notes what is different between the fields of two objects. Fields that the flow never carries are not there. */
export function compareObjects(models: ComparedModels, before: ObjectType, after: ObjectType, place: Place): void {
  const { note } = models
  const named = (name: string): Place => ({ ...place, what: `${place.what}.${name}` })
  const olds = seenFields(before, place.flow)
  const news = seenFields(after, place.flow)
  for (const [name] of olds) {
    if (!news.has(name)) note("field-removed", after.pointer, { what: named(name).what }, place)
  }
  for (const [name, field] of news) {
    const old = olds.get(name)
    const isNeeded = isPresent(models, "after", after, field, place.flow)
    const at = named(name)
    if (old)
      compareFields(models, old, field, {
        ...at,
        wasNeeded: isPresent(models, "before", before, old, place.flow),
        isNeeded,
      })
    else note(isNeeded ? "required-field-added" : "optional-field-added", field.pointer, { what: at.what }, place)
  }
  if (!before.additional && after.additional) note("object-opened", after.pointer, { what: place.what }, place)
  if (before.additional && !after.additional) note("object-closed", after.pointer, { what: place.what }, place)
  if (before.additional && after.additional)
    models.compareTypes(models, before.additional, after.additional, named("[key]"))
}

interface FieldPlace extends Place {
  /** A caller had to write it, or a reader found it always. */
  readonly wasNeeded: boolean
  readonly isNeeded: boolean
}

function compareFields(models: ComparedModels, before: Field, after: Field, place: FieldPlace): void {
  const { note } = models
  const { what, wasNeeded, isNeeded } = place
  const at = after.pointer
  if (!wasNeeded && isNeeded) note("field-became-required", at, { what }, place)
  if (wasNeeded && !isNeeded) note("field-became-optional", at, { what }, place)
  compareWireNames(models, before, after, place)
  compareDefaults(models, before, after, place)
  if (before.omitNull !== after.omitNull)
    note(after.omitNull ? "omit-null-added" : "omit-null-removed", at, { what }, place)
  models.compareTypes(models, before.type, after.type, place)
}

function compareWireNames({ note }: ComparedModels, before: Field, after: Field, place: Place): void {
  const [from = "", ...aliases] = before.wire
  const [to = "", ...others] = after.wire
  const { what } = place
  if (from !== to) note("field-wire-name", after.pointer, { what, from: quote(from), to: quote(to) }, place)
  else if (aliases.some((alias) => !others.includes(alias)))
    note("field-wire-name", after.pointer, { what, from: list(before.wire), to: list(after.wire) }, place)
  else if (others.length > aliases.length) note("field-alias", after.pointer, { what, to: list(after.wire) }, place)
}

function compareDefaults({ note }: ComparedModels, before: Field, after: Field, place: FieldPlace): void {
  if (sameMeaning(before.default, after.default)) return
  const { what } = place
  // A default that is gone is told as what it makes of the field.
  if (after.default === undefined && place.wasNeeded !== place.isNeeded) return
  if (before.default === undefined) note("default-added", after.pointer, { what, to: valueText(after.default) }, place)
  else
    note(
      "default-changed",
      after.pointer,
      { what, from: valueText(before.default), to: valueText(after.default) },
      place,
    )
}

function seenFields({ fields }: ObjectShape, flow: Flow): ReadonlyMap<string, Field> {
  const hidden = flow === "request" ? "read" : "write"
  return new Map(fields.filter(({ access }) => access !== hidden).map((field) => [field.name, field]))
}

function isPresent(
  models: ComparedModels,
  side: "before" | "after",
  type: ObjectType,
  field: Field,
  flow: Flow,
): boolean {
  if (models.discriminated[side].get(type.pointer)?.has(field.name)) return true
  if (flow === "request") return isRequiredOfCaller(field, models[side].types)
  const filled =
    field.default !== undefined && (field.default.kind === "constant" || field.default.default !== undefined)
  return field.required || filled
}

function valueText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined
  if (value.kind === "constant") return JSON.stringify(value.value)
  return value.kind === "env" ? `the variable ${value.name}` : `a value of ${value.expression.kind}`
}

function quote(text: string): string {
  return JSON.stringify(text)
}

function list(names: readonly string[]): string {
  return names.map(quote).join(", ")
}
