import { PristineError } from "../../errors/pristine-error.ts"
import { parseUrl } from "../../values/parse-url.ts"

/**
 * Checks a base URL and cuts the slashes at its end, so that paths can be appended; a path prefix stays.
 *
 * @throws PristineError with code `config` if it is missing, no absolute http(s) URL, or holds credentials, a query or a
 * fragment. The message never quotes it: it may hold a secret.
 */
export function checkBaseUrl(baseUrl: string = "", service: string): string {
  const url = parseUrl(baseUrl)
  if (!url || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash) {
    const why = "an absolute http(s) URL without credentials, query or fragment"
    const inPage = 'in a page new URL("/v1", location.href).href'
    throw new PristineError("config", `The client of ${service} needs a \`baseUrl\`: ${why}; ${inPage}`)
  }
  return url.origin + url.pathname.replace(/\/+$/, "")
}
