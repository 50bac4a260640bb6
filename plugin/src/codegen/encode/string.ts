/**
 * Characters that are legal inside a JavaScript string and still dangerous around it: `<` ends an inline script, the two
 * line separators end a line for older tools, and invisible or direction-changing characters make a reader see
 * something else than the machine.
 */
const dangerous = /[<\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** Encodes any text as a double-quoted JavaScript string literal. */
export function encodeString(text: string): string {
  return (
    JSON.stringify(text)
      .replace(dangerous, escape)
      // Tools look for these markers with a regular expression, in strings too.
      .replace(/\/\/([#@])/g, (_, sign: string) => `//${escape(sign)}`)
  )
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
}
