import { ExactNumber } from "../../codec/exact-number.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import { kindOf } from "./kind-of.ts"

/** Deepest nesting of a form, against values that contain themselves. */
const deepest = 64

/** A field of a form, under the name that its place in the value gives it. */
export type FormField<Leaf> = readonly [name: string, value: string | Leaf]

/**
 * The fields of a form in the order of the value: objects nest in brackets (`user[name]`), lists repeat their name
 * (`tag`, `tag`), objects in lists have empty brackets (`item[][sku]`). `undefined` and `null` are left out. A `FormData`
 * or `URLSearchParams` is taken as it is.
 *
 * @param isLeaf What is sent as it is, such as a file.
 * @throws PristineError with code `input` for what a form cannot say; it names the field, not the value.
 */
export function flattenFields<Leaf = never>(
  value: unknown,
  isLeaf: (value: unknown) => value is Leaf = (_): _ is never => false,
): readonly FormField<Leaf>[] {
  const fields: FormField<Leaf>[] = []
  const visit = (name: string, item: unknown, depth: number): void => {
    if (item === undefined || item === null) return
    if (depth > deepest) throw refusal(name, `is nested deeper than ${deepest} levels`)
    if (isLeaf(item)) fields.push([name, item])
    else if (typeof item === "string") fields.push([name, item])
    else if (typeof item === "number" || typeof item === "boolean" || typeof item === "bigint") {
      fields.push([name, String(item)])
    } else if (item instanceof ExactNumber) {
      fields.push([name, item.text])
    } else if (isDate(item)) {
      if (Number.isNaN(item.getTime())) throw refusal(name, "is a date that is none")
      fields.push([name, item.toISOString()])
    } else if (Array.isArray(item)) {
      for (const each of item) visit(isNested(each, isLeaf) ? `${name}[]` : name, each, depth + 1)
    } else if (isPlain(item)) {
      for (const [key, each] of Object.entries(item)) visit(name === "" ? key : `${name}[${key}]`, each, depth + 1)
    } else throw refusal(name, "has no form as a field")
  }
  if (!isPlain(value) && !isList(value))
    throw new PristineError("input", "The request body is not an object of fields", at)
  try {
    if (isList(value)) for (const [name, item] of value) visit(name, item, 1)
    else visit("", value, 0)
  } catch (cause) {
    // A getter of the value, or a proxy.
    throw toPristineError(cause, "input", "The request body cannot be read", at)
  }
  return fields
}

const at = { phase: "prepare" } as const

function refusal(name: string, why: string): PristineError {
  return new PristineError("input", `Field ${name} of the request body ${why}`, at)
}

function isNested(value: unknown, isLeaf: (value: unknown) => boolean): boolean {
  return Array.isArray(value) || (isPlain(value) && !isLeaf(value) && !isDate(value) && !(value instanceof ExactNumber))
}

/** The platform's own lists of fields, which name them as they are to be sent. */
function isList(value: unknown): value is Iterable<readonly [name: string, item: unknown]> {
  return ["FormData", "URLSearchParams"].includes(kindOf(value))
}

function isDate(value: unknown): value is Date {
  return kindOf(value) === "Date"
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  // What can be walked through, such as a Map, has no fields of its own: it would be sent as nothing.
  if (Symbol.iterator in value || kindOf(value) === "ArrayBuffer" || value instanceof Blob) return false
  return !ArrayBuffer.isView(value)
}
