import { PristineError } from "../errors/pristine-error.ts"

/**
 * Checks a base URL and cuts the slashes at its end, so that paths can be appended; a path prefix stays.
 *
 * @throws PristineError with code `config` if it is missing, no absolute http(s) URL, or holds credentials, a query or a
 * fragment. The message never quotes it: it may hold a secret.
 */
export function checkBaseUrl(baseUrl: string | undefined, service: string): string {
  if (baseUrl === undefined || baseUrl === "") throw refuse(service, "no base URL: give `baseUrl` or set its variable")
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refuse(service, "a base URL that is not an absolute http or https URL")
  }
  if (url.username !== "" || url.password !== "") throw refuse(service, "a base URL with credentials: give `auth`")
  if (url.search !== "" || url.hash !== "") throw refuse(service, "a base URL with a query or fragment")
  return url.origin + url.pathname.replace(/\/+$/, "")
}

function refuse(service: string, why: string): PristineError {
  return new PristineError("config", `The client of ${service} has ${why}`)
}
