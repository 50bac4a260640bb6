import type { KeySpec, ObjectSpec } from "./key-type.ts"
import { any, choice, either, flag, list, map, number, object, off, size, text, type } from "./key-types.ts"

const shape: readonly KeySpec[] = [
  {
    name: "type",
    type: text(),
    synonyms: ["type_ref", "$ref", "ref"],
    default: "follows from the other keys",
    doc: "`string`, `integer`, `number`, `boolean`, `any`, `map`, `array`, `null`, `void`, `file` (in a form), or a named type.",
  },
  {
    name: "kind",
    type: choice("object", "union", "alias", "enum", "array", "map", "literal"),
    doc: "Older word for the shape; checked against it.",
  },
  {
    name: "fields",
    type: map(either(object("field"), text())),
    doc: "Makes an object of these fields, in wire order.",
  },
  {
    name: "additional_properties",
    type: either(flag, type),
    default: "false",
    doc: "Type of undeclared properties; `true`: any. An object is closed otherwise.",
  },
  {
    name: "const",
    type: any,
    synonyms: ["value"],
    doc: "One value: filled in, sent, and checked when reading if it is there.",
  },
  {
    name: "enum",
    type: list(any),
    synonyms: ["choices"],
    doc: "These values: closed when writing, tolerant when reading.",
  },
  {
    name: "any_of",
    type: either(list(type)),
    doc: "Union; the first type that matches.",
  },
  {
    name: "variants",
    type: either(map(type), list(object("variant"))),
    doc: "Older spelling of `any_of` by the discriminator's value.",
  },
  {
    name: "discriminator",
    type: either(text(), object("discriminator")),
    doc: "Field that picks the variant by its constant. Inside such a union the caller writes it.",
  },
  { name: "items", type, default: "any", doc: "Type of an array's elements or a map's values." },
  { name: "prefix_items", type: list(type), doc: "Makes a tuple; `items` types what follows." },
  { name: "nullable", type: flag, default: "false", doc: "`null` is a value of the type." },
  {
    name: "omit_if",
    type: either(choice("null"), off),
    default: "`defaults.omit_if`",
    doc: "`null` means absent, both ways: on an optional field, or on all fields of an object.",
  },
  {
    name: "format",
    type: text(),
    doc: "Meaning and check, no conversion. `int64` is exact (`number` or `bigint`), `password` is a secret.",
  },
  {
    name: "secret",
    type: flag,
    default: "true for the format `password`, and for fields that are `write_only`",
    doc: "A secret: `.key` holds its digest, logs and recordings hide it, and no constant default may stand in the manifest.",
  },
  { name: "pattern", type: text("pattern"), doc: "Regular expression that text must match." },
  { name: "min_length", type: size, doc: "Least number of characters." },
  { name: "max_length", type: size, doc: "Greatest number of characters." },
  { name: "minimum", type: number, synonyms: ["gteq"], doc: "Least number." },
  { name: "maximum", type: number, synonyms: ["lteq"], doc: "Greatest number." },
  { name: "exclusive_minimum", type: number, synonyms: ["gt"], doc: "The number must be greater." },
  { name: "exclusive_maximum", type: number, synonyms: ["lt"], doc: "The number must be less." },
  { name: "multiple_of", type: { kind: "number", minimum: Number.MIN_VALUE }, doc: "The number must be a multiple." },
  { name: "min_items", type: size, doc: "Least number of elements." },
  { name: "max_items", type: size, doc: "Greatest number of elements." },
  { name: "unique_items", type: flag, default: "false", doc: "No two elements are equal." },
  { name: "min_properties", type: size, doc: "Least number of a map's entries." },
  { name: "max_properties", type: size, doc: "Greatest number of a map's entries." },
  {
    name: "codec",
    type: either(choice("bytes", "decimal", "bigint"), text("code"), map(text("code"))),
    doc: "Wire form to value: `bytes` (base64 text), `decimal` (number to text, every digit kept), `bigint` (integer of 64 bits, always a `bigint`), code, or code by media type for a whole body. The map's order is `Accept`.",
  },
  { name: "coerce", type: flag, default: "false", doc: "Reads numbers and booleans from text, too." },
  { name: "description", type: text(), doc: "Text of the doc comment." },
  { name: "deprecated", type: flag, default: "false", doc: "Marks the type or field `@deprecated`." },
  { name: "examples", type: list(any), doc: "Values for documentation and mocks." },
]

const refused = {
  optional: "Leave `required` out: what is not required is optional.",
  transform: "Use `alias`, `omit_if` and `codec`.",
  one_of: "Use `any_of`: the first type that matches.",
  oneOf: "Use `any_of`: the first type that matches.",
  anyOf: "Use `any_of`.",
  values: "Use `enum` for allowed values, `items` for a map's values.",
  properties: "Use `fields`.",
  env_var: 'Use "default": { "env": "NAME" }.',
}

const later = {
  all_of: "Write the fields out.",
  allOf: "Write the fields out.",
}

/** Refused where no field stands. */
const fieldsOnly = {
  read_only: "Only a field of an object can be.",
  write_only: 'Only a field of an object can be; a secret has "secret": true.',
}

const defaultKey: KeySpec = {
  name: "default",
  type: any,
  doc: "Filled in and sent when absent, and filled in when reading. On a named type: for every field of that type.",
}

export const typeSpec: ObjectSpec = {
  title: "a type",
  doc: "A named or inline type.",
  keys: [...shape, { name: "required", type: list(text()), doc: "Names of the fields that are required." }, defaultKey],
  refused: { ...refused, ...fieldsOnly },
  later,
}

export const field: ObjectSpec = {
  title: "a field",
  doc: "A field of an object.",
  keys: [
    ...shape,
    {
      name: "required",
      type: either(flag, list(text())),
      default: "false",
      doc: "The field is required; a list names required fields of an inline object.",
    },
    defaultKey,
    {
      name: "alias",
      type: either(text(), list(text())),
      default: "the field's name",
      doc: "Name on the wire. All of a list are read, in order; the first is written.",
    },
    {
      name: "read_only",
      type: flag,
      synonyms: ["readOnly"],
      default: "false",
      doc: "Only answers have the field: a request that has it is refused.",
    },
    {
      name: "write_only",
      type: flag,
      synonyms: ["writeOnly"],
      default: "false",
      doc: "Only requests have the field: a caller gets a type without it.",
    },
  ],
  refused,
  later,
}

export const parameter: ObjectSpec = {
  title: "a parameter",
  doc: "A parameter of an endpoint.",
  keys: [
    ...shape,
    { name: "required", type: flag, default: "true in the path, else false", doc: "The caller must give it." },
    defaultKey,
    { name: "alias", type: text(), default: "the parameter's name", doc: "Name on the wire and in the path." },
    {
      name: "in",
      type: choice("path", "query", "header"),
      default: "path if the path has it, else query",
      doc: "Where it is sent.",
    },
    {
      name: "style",
      type: choice("simple", "segments", "form"),
      default: "simple in paths and headers, form in queries",
      doc: "`segments` splits at `/`, encodes each part, and refuses empty parts, `.` and `..`.",
    },
    {
      name: "explode",
      type: flag,
      default: "true",
      doc: "A list in a query: one pair an element, or all joined by commas.",
    },
    {
      name: "allow_reserved",
      type: flag,
      synonyms: ["allowReserved"],
      default: "false",
      doc: "In a query's values `: / ? @ ! $ ' ( ) * , ; =` stay as they are.",
    },
  ],
  refused: { ...refused, ...fieldsOnly },
  later,
}

export const discriminator: ObjectSpec = {
  title: "a discriminator",
  doc: "Older form: the field, and types by its value.",
  keys: [
    { name: "field", type: text(), default: "type", doc: "Field that picks the variant." },
    { name: "mapping", type: map(type), doc: "Types by the field's value." },
  ],
}

export const variant: ObjectSpec = {
  title: "a variant",
  doc: "Older form of one type of a union.",
  keys: [
    { name: "type", type, required: true, synonyms: ["type_ref", "$ref", "ref"], doc: "The type." },
    {
      name: "value",
      type: any,
      required: true,
      synonyms: ["discriminator_value", "tag"],
      doc: "Its value of the discriminator.",
    },
  ],
}
