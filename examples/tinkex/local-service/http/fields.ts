import { HttpError } from "./http-error.ts"

/** A whole number of any size as the wire carried it. */
export type WireInteger = number | bigint

/**
 * Reads the members of a JSON object one by one. An explicit null counts as absent, because older clients send one for
 * every unset field; a wrong type is a 422 that names the field.
 */
export class Fields {
  readonly #source: Readonly<Record<string, unknown>>
  readonly #path: readonly string[]

  constructor(source: unknown, path: readonly string[] = ["body"]) {
    if (typeof source !== "object" || source === null || Array.isArray(source))
      throw invalid(path, "Input should be an object", "object_type")
    this.#source = source as Readonly<Record<string, unknown>>
    this.#path = path
  }

  /** The raw member, `undefined` for absent and null. */
  raw(name: string): unknown {
    return Object.hasOwn(this.#source, name) ? (this.#source[name] ?? undefined) : undefined
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.#missing(name)
  }

  optionalString(name: string): string | undefined {
    const value = this.raw(name)
    if (value === undefined || typeof value === "string") return value
    throw this.#wrong(name, "Input should be a string", "string_type")
  }

  number(name: string, fallback: number): number {
    const value = this.raw(name) ?? fallback
    if (typeof value === "number") return value
    throw this.#wrong(name, "Input should be a number", "float_type")
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback
    if (typeof value === "boolean") return value
    throw this.#wrong(name, "Input should be a boolean", "bool_type")
  }

  integer(name: string): number {
    return this.optionalInteger(name) ?? this.#missing(name)
  }

  optionalInteger(name: string): number | undefined {
    const value = this.optionalWireInteger(name)
    if (typeof value === "bigint") throw this.#wrong(name, "Input should be a safe integer", "int_parsing_size")
    return value
  }

  optionalWireInteger(name: string): WireInteger | undefined {
    const value = this.raw(name)
    if (value === undefined || typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value)))
      return value
    throw this.#wrong(name, "Input should be an integer", "int_type")
  }

  array(name: string): readonly unknown[] {
    return this.optionalArray(name) ?? this.#missing(name)
  }

  optionalArray(name: string): readonly unknown[] | undefined {
    const value = this.raw(name)
    if (value === undefined || Array.isArray(value)) return value as readonly unknown[] | undefined
    throw this.#wrong(name, "Input should be a list", "list_type")
  }

  numbers(name: string): readonly number[] {
    return this.array(name).map((value) => {
      if (typeof value === "number") return value
      if (typeof value === "bigint") return Number(value)
      throw this.#wrong(name, "Input should be a list of numbers", "float_type")
    })
  }

  object(name: string): Fields {
    return this.optionalObject(name) ?? this.#missing(name)
  }

  optionalObject(name: string): Fields | undefined {
    const value = this.raw(name)
    return value === undefined ? undefined : new Fields(value, [...this.#path, name])
  }

  objects(name: string): readonly Fields[] {
    return this.array(name).map((value, index) => new Fields(value, [...this.#path, name, String(index)]))
  }

  /** The members' names, in order. */
  names(): readonly string[] {
    return Object.keys(this.#source)
  }

  /** The whole object, for members that are stored and echoed only. */
  record(): Readonly<Record<string, unknown>> {
    return this.#source
  }

  #missing(name: string): never {
    throw invalid([...this.#path, name], "Field required", "missing")
  }

  #wrong(name: string, message: string, type: string): HttpError {
    return invalid([...this.#path, name], message, type)
  }
}

function invalid(path: readonly string[], message: string, type: string): HttpError {
  return new HttpError(422, [{ loc: path, msg: message, type }])
}
