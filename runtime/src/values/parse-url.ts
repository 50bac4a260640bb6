/**
 * A URL, or `undefined` for a text that is none. Not by `URL.canParse`: once it is compiled, Node 20 takes it for false where
 * the text has letters beyond ASCII, as an international host name has.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
