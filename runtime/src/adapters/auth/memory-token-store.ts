import type { StoredTokens, TokenStore } from "../../ports/token-store.ts"

/** Tokens that last as long as the object: for a server that got its refresh token otherwise, and for tests. */
export function memoryTokenStore(initial?: StoredTokens): TokenStore {
  let kept = initial
  return {
    load: () => Promise.resolve(kept),
    save(tokens) {
      kept = { ...tokens }
      return Promise.resolve()
    },
  }
}
