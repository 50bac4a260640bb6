import type { AuthorizationServer, Client, ClientAuth } from "oauth4webapi"
import { PristineError } from "../../../errors/pristine-error.ts"
import { checkEndpoint } from "./check-endpoint.ts"
import { clientAuth, type ClientAuthMethod } from "./client-auth.ts"
import { missingVariable } from "../missing-variable.ts"

/** An authorization server. Its URLs are https, or http on the loopback interface. */
export interface OAuthServer {
  /** Its identifier (RFC 8414, section 2), as it stands in the `iss` of its redirects. */
  readonly issuer: string
  readonly tokenEndpoint: string
  /** Where a person signs in; needed for `authorize` alone. */
  readonly authorizationEndpoint?: string
  /** Its redirects always name their issuer (RFC 9207), so one that does not is refused. Default false. */
  readonly issInRedirects?: boolean
}

/** A text, or the name of the environment variable that holds it. */
export type TextOrEnv = string | { readonly env: string }

/** Who asks an authorization server for tokens. */
export interface OAuthClientOptions {
  readonly server: OAuthServer
  readonly clientId: TextOrEnv
  /** Default: the credential of the scheme that the source serves; without one, the client is a public one. */
  readonly clientSecret?: TextOrEnv
  /**
   * How the client authenticates (RFC 6749, section 2.3): `basic` in a header, `body` in the form, `none` with its id
   * alone. Default: `basic` with a secret, `none` without.
   */
  readonly clientAuth?: ClientAuthMethod
  /** Scopes to ask for. Default: the server's choice. */
  readonly scope?: string | readonly string[]
  /** Further parameters of a token request, such as `audience` or `resource`. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Milliseconds that one token request may take. Default 30,000. */
  readonly timeoutMs?: number
}

/** The same with every text read, in the form of the library. */
export interface OAuthClient {
  readonly as: AuthorizationServer
  readonly client: Client
  readonly auth: ClientAuth
  readonly scope: string | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** Origin of the token endpoint: what an error may name. */
  readonly place: string
}

/** What texts out of the environment are read from. */
export interface OAuthEnvironment {
  readonly env: (name: string) => string | undefined
  readonly credential?: string | undefined
}

const defaultTimeoutMs = 30_000

/** @throws PristineError with code `config` for an endpoint that is not safe, or a text that is missing. */
export function openClient(options: OAuthClientOptions, environment: OAuthEnvironment): OAuthClient {
  const { server, scope, parameters = {}, timeoutMs = defaultTimeoutMs } = options
  const endpoint = checkEndpoint("token endpoint", server.tokenEndpoint)
  const secret = readText(options.clientSecret, environment) ?? environment.credential
  const clientId = readText(options.clientId, environment)
  if (clientId === undefined || clientId === "") throw config("No client id for the authorization server")
  const method = options.clientAuth ?? (secret === undefined ? "none" : "basic")
  if (method !== "none" && (secret === undefined || secret === "")) {
    throw config("No client secret for the authorization server")
  }
  return {
    as: {
      issuer: server.issuer,
      token_endpoint: server.tokenEndpoint,
      ...(server.authorizationEndpoint !== undefined && { authorization_endpoint: server.authorizationEndpoint }),
      authorization_response_iss_parameter_supported: server.issInRedirects ?? false,
    },
    client: { client_id: clientId },
    auth: clientAuth(method, secret ?? ""),
    scope: joinScope(scope),
    parameters,
    timeoutMs,
    place: endpoint.origin,
  }
}

function joinScope(scope: string | readonly string[] | undefined): string | undefined {
  const text = typeof scope === "object" ? scope.join(" ") : scope
  return text === "" ? undefined : text
}

function readText(given: TextOrEnv | undefined, { env }: OAuthEnvironment): string | undefined {
  if (typeof given !== "object") return given
  const found = env(given.env)
  if (found === undefined || found === "") throw config(missingVariable(given.env))
  return found
}

function config(message: string): PristineError {
  return new PristineError("config", message, { phase: "auth" })
}
