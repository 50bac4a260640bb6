const width = 84

/** Lays out an object literal of ready properties: on one line where it fits, else one a line. */
export function layoutObject(properties: readonly string[]): string {
  return layout("{", " ", properties, "}")
}

/** Lays out an array literal of ready expressions. */
export function layoutArray(items: readonly string[]): string {
  return layout("[", "", items, "]")
}

/** Lays out a call with ready arguments. A last object, list or call stays with its parentheses: `array(object({…}))`. */
export function layoutCall(callee: string, args: readonly string[]): string {
  const first = args.slice(0, -1).join(", ")
  const hugs =
    args.length === 1 || (/^[{[]\n/.test(args.at(-1) ?? "") && first.length <= width && !first.includes("\n"))
  if (hugs) return `${callee}(${args.join(", ")})`
  return layout(`${callee}(`, "", args, ")")
}

/** Lays out an arrow function: an object in parentheses, a chain of choices on its own lines. */
export function layoutArrow(parameters: string, body: string): string {
  if (body.startsWith("{")) return `(${parameters}) => (${body})`
  const isChain = /^[^\n]*\n {2}: /.test(body)
  return `(${parameters}) =>${isChain ? `\n  ${indent(body)}` : ` ${body}`}`
}

/** Adds one level of indentation to every line but the first. Encoded text never holds a raw line break. */
export function indent(code: string): string {
  return code.replaceAll("\n", "\n  ")
}

function layout(open: string, pad: string, items: readonly string[], close: string): string {
  if (items.length === 0) return open + close
  const line = `${open}${pad}${items.join(", ")}${pad}${close}`
  if (line.length <= width && !line.includes("\n")) return line
  return `${open}\n${items.map((item) => `  ${indent(item)},\n`).join("")}${close}`
}
