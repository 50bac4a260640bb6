/** What is left to read of a structured field. */
export class FieldText {
  #rest: string

  constructor(text: string) {
    this.#rest = text
  }

  isDone(): boolean {
    return this.#rest === ""
  }

  /** Takes one character if it is next. */
  take(character: string): boolean {
    if (!this.#rest.startsWith(character)) return false
    this.#rest = this.#rest.slice(1)
    return true
  }

  /** Takes what a pattern finds at the start: its first group, or all of it where it has none. */
  match(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.#rest)
    if (found === null) return undefined
    this.#rest = this.#rest.slice(found[0].length)
    return found[1] ?? found[0]
  }

  /** Takes spaces; tabs, too, only around the commas between members (RFC 9651, section 4.2). */
  skip(blank: "spaces" | "blanks"): void {
    this.match(blank === "spaces" ? /^ */ : /^[ \t]*/)
  }
}
