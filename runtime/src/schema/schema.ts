import type { BaseIssue, BaseSchema, BaseValidation, Config } from "valibot"
import type { ValidateMode } from "../core/client/call-options.ts"

/**
 * A valibot schema (it fits into every valibot schema and method) and a Standard Schema. It checks and never changes:
 * what comes out is the value that went in. In mode `tolerant` unknown fields, enum members and union variants pass.
 */
export interface Schema<Input = unknown, Output = Input> extends BaseSchema<Input, Output, BaseIssue<unknown>> {}

/** A check that stands behind a schema in `pipe(…)`. */
export interface Check<Value> extends BaseValidation<Value, Value, BaseIssue<Value>> {}

/** Valibot's configuration with the mode of this run, handed on from schema to schema. Absent: strict. */
export interface ModeConfig extends Config<BaseIssue<unknown>> {
  readonly mode?: ValidateMode
}

/** Valibot's dataset while it is being checked. */
export interface Run {
  readonly value: unknown
  typed?: boolean
  issues?: [BaseIssue<unknown>, ...BaseIssue<unknown>[]]
}

/** The type that a schema describes. */
export type Infer<Item> = Item extends Schema<infer Input> ? Input : never
