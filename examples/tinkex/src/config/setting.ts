/** One option: where it comes from, what it may be, and what of it may be seen. */
export interface Setting<Value> {
  /** Environment variable that is read where the option is absent. */
  readonly variable?: string
  /** Type and default in words, as docs/configuration.md has them. */
  readonly type: string
  readonly shownDefault: string
  readonly byDefault?: Value
  /** Makes a value of a variable's text; `undefined`: it is not of the form. Default: the text itself. */
  readonly read?: (text: string) => Value | undefined
  readonly accepts: (value: unknown) => boolean
  /** Ends the sentence "… must be". */
  readonly wanted: string
  /** What is printed in place of the value. Default: the value. */
  readonly shown?: (value: Value) => unknown
}

/** As the runtime writes it in logs. */
export const hidden = "***"

export function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== ""
}

export function isRecordOf(accepts: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, item]) => name.trim() !== "" && accepts(item))
}

/** Names stay, values go: a header of one's own may hold a key. */
export function hideValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? null : hidden]))
}
