const codes = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const

/** Styles a text for a terminal, or leaves it as it is. */
export type Paint = (style: keyof typeof codes, text: string) => string

export function createPaint(color: boolean): Paint {
  return (style, text) => (color ? `\u001b[${codes[style]}m${text}\u001b[0m` : text)
}
