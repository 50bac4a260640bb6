/**
 * How an operation's description begins in generated code: its id, method and route. Property names and texts outlive every
 * minifier; in a bundle of `eval`s, quotes and line breaks are escaped.
 */
const description =
  /\bid:(?:\s|\\n)*(\\?["'`])((?:\\.|(?!\1).)*?)\1,(?:\s|\\n)*method:(?:\s|\\n)*(\\?["'`])(?:\\.|(?!\3).)*?\3,(?:\s|\\n)*route:/g

/** Ids of the operations that a bundle's code holds. */
export function findOperations(code: string): ReadonlySet<string> {
  return new Set([...code.matchAll(description)].map(([, , id = ""]) => withoutEscapes(id)))
}

const escaped = /\\+(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(.))/gi

/** What a text is that stands between quotes of any kind. */
function withoutEscapes(quoted: string): string {
  return quoted.replaceAll(escaped, (_, braced?: string, long?: string, short?: string, other?: string) => {
    const hex = braced ?? long ?? short
    return hex === undefined ? (other ?? "") : String.fromCodePoint(Number.parseInt(hex, 16))
  })
}
