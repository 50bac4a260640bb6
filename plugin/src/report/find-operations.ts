/**
 * How an operation's description begins in generated code: its id, method and route. Property names and texts outlive every
 * minifier; in a bundle of `eval`s, quotes and line breaks are escaped.
 */
const description =
  /\bid:(?:\s|\\n)*(\\?["'`])((?:\\.|(?!\1).)*?)\1,(?:\s|\\n)*method:(?:\s|\\n)*(\\?["'`])((?:\\.|(?!\3).)*?)\3,(?:\s|\\n)*route:(?:\s|\\n)*(\\?["'`])((?:\\.|(?!\5).)*?)\5/g

/** Of an operation, what tells it from those of other manifests, too. */
export function operationMark({ id, method, route }: Readonly<Record<"id" | "method" | "route", string>>): string {
  return JSON.stringify([id, method, route])
}

/** Marks of the operations that a bundle's code holds. */
export function findOperations(code: string): ReadonlySet<string> {
  return new Set(
    [...code.matchAll(description)].map(([, , id = "", , method = "", , route = ""]) => {
      return operationMark({ id: withoutEscapes(id), method: withoutEscapes(method), route: withoutEscapes(route) })
    }),
  )
}

const escaped = /\\+(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|(.))/gi

/** What a text is that stands between quotes of any kind. */
function withoutEscapes(quoted: string): string {
  return quoted.replaceAll(escaped, (_, braced?: string, long?: string, short?: string, other?: string) => {
    const hex = braced ?? long ?? short
    return hex === undefined ? (other ?? "") : String.fromCodePoint(Number.parseInt(hex, 16))
  })
}
