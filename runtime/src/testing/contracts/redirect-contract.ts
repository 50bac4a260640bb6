import type { OpenRedirect, Redirect } from "../../ports/redirect.ts"
import { claim, isPending, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

export interface RedirectSubject {
  readonly redirect: Redirect
  /** Sends a browser to a URL, and resolves when it has been answered. */
  readonly visit: (url: string) => Promise<unknown>
}

type Visit = (query: string) => Promise<unknown>

function live(): AbortSignal {
  return new AbortController().signal
}

const hasCode = (url: URL): boolean => url.searchParams.has("code")

function define(name: string, check: (opened: OpenRedirect, visit: Visit) => Promise<void>) {
  return {
    name,
    async run(make: () => RedirectSubject | Promise<RedirectSubject>): Promise<void> {
      const { redirect, visit } = await make()
      const opened = await redirect.open(live())
      try {
        await check(opened, (query) => visit(`${opened.uri}?${query}`))
      } finally {
        await opened.close()
      }
    },
  }
}

/** What every `Redirect` promises. */
export const redirectContract: readonly ContractCase<RedirectSubject>[] = [
  {
    name: "opens nothing under an aborted signal",
    async run(make) {
      const reason = { any: "value" }
      const rejected = rejectionOf((await make()).redirect.open(AbortSignal.abort(reason)), "an aborted opening")
      claim((await rejected) === reason, "the reason must come through as it is")
    },
  },
  define("has a URI that a person may be sent back to", ({ uri }) => {
    const { protocol, hostname, search, hash } = new URL(uri)
    const isLoopback = protocol === "http:" && (hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname))
    claim(protocol === "https:" || isLoopback, "the URI must be https, or a loopback address")
    claim(search === "" && hash === "", "the URI must have neither query nor fragment")
    return Promise.resolve()
  }),
  define("gives the visit that is accepted, with its query", async (opened, visit) => {
    const waiting = opened.wait(hasCode, live())
    await visit("code=a%26b&state=c")
    const { searchParams } = await waiting
    claim(searchParams.get("code") === "a&b" && searchParams.get("state") === "c", "the query must be the visit's")
  }),
  define("goes on waiting after a visit that is not accepted", async (opened, visit) => {
    const waiting = opened.wait(hasCode, live())
    const isWaiting = await isPending(waiting, async () => {
      await visit("state=d")
    })
    claim(isWaiting, "a visit that is not accepted must end nothing")
    await visit("code=e")
    claim((await waiting).searchParams.get("code") === "e", "the accepted visit must be given")
  }),
  define("ends a wait that is given up, with the reason", async (opened) => {
    const giveUp = new AbortController()
    const rejected = rejectionOf(opened.wait(hasCode, giveUp.signal), "a wait that is given up")
    const reason = { any: "value" }
    giveUp.abort(reason)
    claim((await rejected) === reason, "the reason must come through as it is")
    const late = rejectionOf(opened.wait(hasCode, AbortSignal.abort(reason)), "a wait under an aborted signal")
    claim((await late) === reason, "an aborted signal must end a wait at once")
  }),
  define("ends a wait when it is closed, and closes twice", async (opened) => {
    const rejected = rejectionOf(opened.wait(hasCode, live()), "a wait on what is closed")
    await Promise.all([opened.close(), rejected])
    await opened.close()
  }),
  {
    name: "opens again after it was closed",
    async run(make) {
      const { redirect, visit } = await make()
      await (await redirect.open(live())).close()
      const opened = await redirect.open(live())
      const waiting = opened.wait(hasCode, live())
      await visit(`${opened.uri}?code=f`)
      claim((await waiting).searchParams.get("code") === "f", "the second opening must take visits, too")
      await opened.close()
    },
  },
]
