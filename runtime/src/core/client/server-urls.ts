import { PristineError } from "../../errors/pristine-error.ts"
import { ownEntry } from "./own-entry.ts"

/** One server of a manifest: a URL with variables in braces. */
export interface ServerSpec {
  readonly url: string
  readonly variables?: Readonly<Record<string, ServerVariable>>
}

export interface ServerVariable {
  /** Absent: a client must give it. */
  readonly default?: string
  /** Every value that there is; absent: any that its place takes. */
  readonly values?: readonly string[]
}

/** Which server, by name (default: the first), and the values of its variables. */
export interface ServerChoice {
  readonly server?: string
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/** What a host, a port and a part of them can be; anything else could end the host and begin another. */
const inAuthority = /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i

/**
 * Makes the base URL of a choice. In the path a value is encoded as one segment; in the host it must be letters, digits,
 * dots and hyphens, so that no value leads requests and their credentials to another host.
 *
 * @throws PristineError with code `config` for a server or a variable that is not there, a value that is missing, not
 * among its variable's values, or unusable in its place. The message does not quote values.
 * @see OpenAPI 3.1, section 4.8.6: `{name}` in a server's URL
 */
export function serverUrls(servers: Readonly<Record<string, ServerSpec>>): (choice: ServerChoice) => string {
  return ({ server = Object.keys(servers)[0] ?? "", variables: given = {} }) => {
    const chosen = ownEntry(servers, server)
    if (!chosen) throw refuse(`There is no server \`${server}\`: give one of ${words(servers)}`)
    const { url, variables = {} } = chosen
    const stranger = Object.keys(given).find((name) => !Object.hasOwn(variables, name))
    if (stranger !== undefined) throw refuse(`The server \`${server}\` has no variable \`${stranger}\``)
    const authorityEnd = url.indexOf("/", url.indexOf("//") + 2)
    return url.replaceAll(/\{([^{}]*)\}/g, (_, name: string, at: number) => {
      const variable = ownEntry(variables, name)
      const value = ownEntry(given, name) ?? variable?.default
      if (value === undefined) throw refuse(`The server \`${server}\` needs the variable \`${name}\``)
      const { values = [value] } = variable ?? {}
      if (!values.includes(value)) throw refuse(`The variable \`${name}\` must be one of ${values.join(", ")}`)
      if (authorityEnd < 0 || at < authorityEnd) {
        if (!inAuthority.test(value)) throw refuse(`The variable \`${name}\` holds what no part of a host can be`)
        return value
      }
      return encodePart(value, name)
    })
  }
}

/** One segment of a path. Dots alone would lead up the path. */
function encodePart(value: string, name: string): string {
  try {
    if (!/^\.{0,2}$/.test(value)) return encodeURIComponent(value)
  } catch {
    // Half of a surrogate pair.
  }
  throw refuse(`The variable \`${name}\` holds what no part of a path can be`)
}

function refuse(message: string): PristineError {
  return new PristineError("config", message)
}

function words(servers: object): string {
  return Object.keys(servers)
    .map((name) => `\`${name}\``)
    .join(", ")
}
