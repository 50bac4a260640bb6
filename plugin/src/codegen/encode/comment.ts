const maxLength = 2000

/** Control, invisible and direction-changing characters, and halves of surrogate pairs. */
const invisible =
  /\p{Cc}|\p{Surrogate}|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu

/**
 * Encodes text for the inside of a block comment, as lines without their ` * `. A comment cannot be ended, no tool
 * reads a directive in it (`@__PURE__`, `//# sourceMappingURL=`), and no tag (`@deprecated`) comes from free text.
 */
export function encodeComment(text: string): string[] {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  const lines = cut.split(/\r\n|[\n\r\u2028\u2029]/).map((line) =>
    line
      .replace(/\t/g, "  ")
      .replace(invisible, "")
      .replace(/\*(?=\/)/g, "* ")
      .replace(/<(?=[/!])/g, "< ")
      .replace(/\/(?=[#@])/g, "/ ")
      .replace(/(^|[\s*{([/])([@#])(?=\w)/g, "$1\\$2")
      .trimEnd(),
  )
  while (lines.length > 0 && lines[0] === "") lines.shift()
  while (lines.length > 0 && lines.at(-1) === "") lines.pop()
  return lines
}
