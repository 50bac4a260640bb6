/** OAuth 2 over the library `oauth4webapi`, an optional peer: token sources for `bearer`, and a person's sign-in. */
export { authorize, type AuthorizeOptions } from "./adapters/auth/oauth/authorize.ts"
export { clientCredentials, type ClientCredentialsOptions } from "./adapters/auth/oauth/client-credentials.ts"
export type { ClientAuthMethod } from "./adapters/auth/oauth/client-auth.ts"
export type { OAuthClientOptions, OAuthServer, TextOrEnv } from "./adapters/auth/oauth/oauth-client.ts"
export { refreshToken, type RefreshTokenOptions } from "./adapters/auth/oauth/refresh-token.ts"
export type { GrantedTokens } from "./adapters/auth/oauth/request-tokens.ts"
export { memoryTokenStore } from "./adapters/auth/memory-token-store.ts"
