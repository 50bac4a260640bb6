import { createHash } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { OAuthServer } from "../../../../src/adapters/auth/oauth/oauth-client.ts"
import { readAll, serveHttp } from "../../transport/loopback.ts"

/** A token request as the server read it. */
export interface TokenRequest {
  readonly authorization: string | undefined
  readonly accept: string | undefined
  readonly contentType: string | undefined
  readonly form: Readonly<Record<string, string>>
}

export interface TestServer {
  readonly server: OAuthServer
  readonly requests: readonly TokenRequest[]
  /** Refresh tokens that work; each once. */
  readonly refreshTokens: Set<string>
  /** Set once a refresh token came a second time: the server trusts none of them any more. */
  readonly reused: boolean
  /** Changes what the authorization endpoint sends back. */
  redirect(change: (query: URLSearchParams) => void): void
}

/** An authorization server on a real socket that checks PKCE, codes and rotated refresh tokens. */
export async function serveOAuth(over: Partial<OAuthServer> = {}): Promise<TestServer> {
  const requests: TokenRequest[] = []
  const refreshTokens = new Set<string>()
  const codes = new Map<string, { readonly challenge: string; readonly redirectUri: string }>()
  let used = new Set<string>()
  let reused = false
  let count = 0
  let change = (_query: URLSearchParams): void => undefined

  const grant = (scope: string | undefined) => {
    const number = ++count
    refreshTokens.add(`rt-${number}`)
    return {
      access_token: `at-${number}`,
      token_type: "Bearer",
      expires_in: 3600,
      refresh_token: `rt-${number}`,
      ...(scope !== undefined && { scope }),
    }
  }
  const token = (form: Readonly<Record<string, string>>): object | undefined => {
    const { grant_type: type, scope } = form
    if (type === "client_credentials") {
      return { access_token: `at-${++count}`, token_type: "Bearer", expires_in: 3600 }
    }
    if (type === "refresh_token") {
      const given = form["refresh_token"] ?? ""
      if (used.has(given)) {
        reused = true
        refreshTokens.clear()
      }
      used = new Set([...used, given])
      return refreshTokens.delete(given) ? grant(scope) : undefined
    }
    const code = codes.get(form["code"] ?? "")
    codes.delete(form["code"] ?? "")
    const challenge = createHash("sha256")
      .update(form["code_verifier"] ?? "")
      .digest("base64url")
    if (code?.challenge !== challenge || code.redirectUri !== form["redirect_uri"]) return undefined
    return grant(scope)
  }

  const onToken = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = Object.fromEntries(new URLSearchParams((await readAll(request)).toString()))
    const { authorization, accept, "content-type": contentType } = request.headers
    requests.push({ authorization, accept, contentType, form })
    const answer = token(form)
    response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/json" })
    response.end(JSON.stringify(answer ?? { error: "invalid_grant", error_description: JSON.stringify(form) }))
  }
  const onAuthorize = (query: URLSearchParams, response: ServerResponse): void => {
    const redirectUri = query.get("redirect_uri") ?? ""
    const code = `code-${++count}`
    codes.set(code, { challenge: query.get("code_challenge") ?? "", redirectUri })
    const back = new URLSearchParams({ code, state: query.get("state") ?? "", iss: url })
    change(back)
    response.writeHead(302, { location: `${redirectUri}?${String(back)}` }).end()
  }

  const url: string = await serveHttp((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", url)
    if (pathname === "/authorize") onAuthorize(searchParams, response)
    else if (pathname === "/token") void onToken(request, response)
    else response.writeHead(404).end()
  })
  return {
    server: { issuer: url, tokenEndpoint: `${url}/token`, authorizationEndpoint: `${url}/authorize`, ...over },
    requests,
    refreshTokens,
    get reused() {
      return reused
    },
    redirect: (given) => void (change = given),
  }
}
