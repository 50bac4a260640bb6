/** A place in a program that names something of a manifest. */
export interface Use {
  readonly file: string
  /** Counted from 1, as the column. */
  readonly line: number
  readonly column: number
  /** `default`: members of the default export. `named`: the first name of `chain` is an export. */
  readonly from: "default" | "named"
  /** The names that follow each other: `["pets", "get"]`. Empty: all of it, by an alias, `import()` or a re-export. */
  readonly chain: readonly string[]
}
