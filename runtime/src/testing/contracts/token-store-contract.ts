import type { StoredTokens, TokenStore } from "../../ports/token-store.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { showsSecret } from "./shows-secret.ts"

const signal = (): AbortSignal => new AbortController().signal
const tokens: StoredTokens = { accessToken: "at-1", expiresAt: 1.8e12, refreshToken: "rt-1", scope: "read write" }

/** What every `TokenStore` keeps to. The subject is a store that is empty. */
export const tokenStoreContract: readonly ContractCase<TokenStore>[] = [
  {
    name: "is empty at first",
    async run(make) {
      claim((await (await make()).load(signal())) === undefined, "an empty store gave tokens")
    },
  },
  {
    name: "gives back what was saved",
    async run(make) {
      const store = await make()
      await store.save(tokens)
      claim(isSame(await store.load(signal()), tokens), "the tokens are not those that were saved")
    },
  },
  {
    name: "gives back the last of two, with nothing of the first",
    async run(make) {
      const store = await make()
      await store.save(tokens)
      await store.save({ refreshToken: "rt-2" })
      claim(isSame(await store.load(signal()), { refreshToken: "rt-2" }), "the first tokens are not gone")
    },
  },
  {
    name: "keeps one of many that are saved at the same time whole",
    async run(make) {
      const store = await make()
      const all = Array.from({ length: 20 }, (_, index) => ({
        accessToken: `at-${index}`,
        refreshToken: `rt-${index}`,
      }))
      await Promise.all(all.map((one) => store.save(one)))
      const kept = await store.load(signal())
      claim(
        all.some((one) => isSame(kept, one)),
        "the tokens are those of none or of two that were saved",
      )
    },
  },
  {
    name: "hides its tokens",
    async run(make) {
      const store = await make()
      await store.save(tokens)
      claim(!showsSecret(store, "rt-1"), "a token can be read from the store")
    },
  },
]

function isSame(kept: StoredTokens | undefined, saved: StoredTokens): boolean {
  return (["accessToken", "expiresAt", "refreshToken", "scope"] as const).every((name) => kept?.[name] === saved[name])
}
