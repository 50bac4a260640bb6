export { array } from "./array.ts"
export { byte, date, dateTime, email, httpDate, uri, uuid } from "./formats.ts"
export { defineCheck } from "./define-check.ts"
export { defineSchema } from "./define-schema.ts"
export { intersection } from "./intersection.ts"
export { lazy } from "./lazy.ts"
export { maxItems, maxProperties, minItems, minProperties, uniqueItems } from "./list-checks.ts"
export { constant, literal } from "./literal.ts"
export { nullable, nullish } from "./nullable.ts"
export { exclusiveMaximum, exclusiveMinimum, maximum, minimum, multipleOf } from "./number-checks.ts"
export { object, objectWithRest } from "./object.ts"
export { optional } from "./optional.ts"
export { picklist } from "./picklist.ts"
export {
  any,
  bigint,
  boolean,
  bytes,
  decimal,
  file,
  instanceOf,
  int64,
  integer,
  number,
  opaque,
  string,
} from "./primitives.ts"
export { record } from "./record.ts"
export type { Check, Infer, ModeConfig, Run, Schema } from "./schema.ts"
export { maxLength, minLength, pattern } from "./string-checks.ts"
export { tag } from "./tag.ts"
export { tuple } from "./tuple.ts"
export { union } from "./union.ts"
export { pipe } from "./pipe.ts"
export { variant } from "./variant.ts"
