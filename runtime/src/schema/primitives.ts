import { numberGrammar } from "../codec/exact-number.ts"
import { defineKind } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

export function string(): Schema<string> {
  return defineKind("string", "string", (value) => typeof value === "string")
}

/** A finite number: JSON has no other. */
export function number(): Schema<number> {
  return defineKind("number", "number", Number.isFinite)
}

/** A whole number that a `number` holds exactly, so up to 2^53 - 1 either way. */
export function integer(): Schema<number> {
  return defineKind("integer", "integer", Number.isSafeInteger)
}

/** A whole number of 64 bits: a `number` while that is exact, a `bigint` beyond. */
export function int64(): Schema<number | bigint> {
  return defineKind("int64", "64-bit integer", (value) => {
    return typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value)
  })
}

/** A whole number of 64 bits that is always a `bigint`. */
export function bigint(): Schema<bigint> {
  return defineKind("bigint", "64-bit integer as bigint", (value) => {
    return typeof value === "bigint" && BigInt.asIntN(64, value) === value
  })
}

/** A number as text, by the grammar of JSON, so that no digit is lost; `whole`: only one without fraction and exponent. */
export function decimal(whole: boolean = false): Schema<string> {
  const grammar = whole ? /^-?(?:0|[1-9]\d*)$/ : numberGrammar
  return defineKind("decimal", `${whole ? "integer" : "decimal number"} as text`, (value) => {
    return typeof value === "string" && grammar.test(value)
  })
}

export function boolean(): Schema<boolean> {
  return defineKind("boolean", "boolean", (value) => typeof value === "boolean")
}

/** Anything, as long as it is there. */
export function any(): Schema {
  return defineKind("any", "a value", (value) => value !== undefined)
}

/** What a codec of the manifest makes: its own business. */
export function opaque(): Schema {
  return defineKind("opaque", "a value", (value) => value !== undefined)
}

/** A part of a form that is sent as a file, by what the form takes for one. */
export function file<Type>(test: (value: unknown) => value is Type): Schema<Type> {
  return defineKind("file", "a file: bytes, a Blob or a stream with a name", test)
}

/** Bytes that travel as base64. */
export function bytes(): Schema<Uint8Array> {
  return instanceOf(Uint8Array)
}

/** An instance of a class. */
export function instanceOf<Type>(type: abstract new (...args: never[]) => Type): Schema<Type> {
  return defineKind("instance", type.name, (value) => value instanceof type)
}
