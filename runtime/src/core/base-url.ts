import { PristineError } from "../errors/pristine-error.ts"

/**
 * Checks a base URL and cuts the slashes at its end, so that paths can be appended; a path prefix stays.
 *
 * @throws PristineError with code `config` if it is missing, no absolute http(s) URL, or holds credentials, a query or a
 * fragment. The message never quotes it: it may hold a secret.
 */
export function checkBaseUrl(baseUrl: string | undefined, service: string): string {
  const url = URL.canParse(baseUrl ?? "") ? new URL(baseUrl ?? "") : undefined
  const { protocol, username, password, search, hash, origin, pathname } = url ?? ({} as Partial<URL>)
  const why = !baseUrl
    ? "no base URL: give `baseUrl` or set its variable"
    : !/^https?:$/.test(protocol ?? "")
      ? "a base URL that is not an absolute http or https URL"
      : username || password
        ? "a base URL with credentials: give `auth`"
        : (search || hash) && "a base URL with a query or fragment"
  if (why) throw new PristineError("config", `The client of ${service} has ${why}`)
  return `${origin}${pathname?.replace(/\/+$/, "")}`
}
