/** A place in a source text. */
export interface Position {
  /** Counted from 1; `\n`, `\r\n` and `\r` end a line. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. Hosts that count columns from 0 subtract one. */
  readonly column: number
  /** Counted from 0, in UTF-16 code units. */
  readonly offset: number
}

/** A stretch of a source text; `end` is exclusive. */
export interface Range {
  readonly start: Position
  readonly end: Position
}
