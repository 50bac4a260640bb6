/**
 * Claims of a JSON web token (RFC 7519), unverified: for what a client wants to know of its own token, such as when it ends (`exp`).
 * `undefined` where the text is none; an opaque token is as good.
 */
export function tokenClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(json, (char) => char.charCodeAt(0))))
    return typeof claims === "object" && claims !== null && !Array.isArray(claims) ? { ...claims } : undefined
  } catch {
    return undefined
  }
}
