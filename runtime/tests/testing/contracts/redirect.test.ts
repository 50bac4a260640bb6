import { describe, expect } from "vitest"
import { loopbackRedirect } from "../../../src/adapters/auth/node/loopback-redirect.ts"
import type { OpenRedirect, Redirect } from "../../../src/ports/redirect.ts"
import { redirectContract, type RedirectSubject } from "../../../src/testing/contracts/redirect-contract.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

const visit = async (url: string): Promise<unknown> => (await fetch(url)).text()

runContract("N135 loopbackRedirect", redirectContract, () => ({ redirect: loopbackRedirect(), visit }))

function withResolvers() {
  let [resolve, reject] = [(_: URL): void => undefined, (_: Error): void => undefined]
  const promise = new Promise<URL>((...given) => ([resolve, reject] = given))
  return { promise, resolve, reject }
}

/** A page of the program itself that a person is sent back to. */
function inProcess(): RedirectSubject {
  const pages = new Map<string, (url: URL) => void>()
  const open = (): OpenRedirect => {
    const uri = `https://app.test/${pages.size}`
    let stop = (): void => undefined
    return {
      uri,
      async wait(accepts, signal) {
        signal.throwIfAborted()
        const { promise, resolve, reject } = withResolvers()
        const onAbort = (): void => reject(signal.reason as Error)
        stop = () => reject(new Error("closed"))
        signal.addEventListener("abort", onAbort)
        pages.set(new URL(uri).pathname, (url) => {
          if (accepts(url)) resolve(url)
        })
        try {
          return await promise
        } finally {
          signal.removeEventListener("abort", onAbort)
        }
      },
      close() {
        stop()
        return Promise.resolve()
      },
    }
  }
  const redirect: Redirect = {
    async open(signal) {
      signal.throwIfAborted()
      return Promise.resolve(open())
    },
  }
  return {
    redirect,
    visit: (url) => Promise.resolve(pages.get(new URL(url).pathname)?.(new URL(url))),
  }
}

runContract("a page of one's own", redirectContract, inProcess)

describe("the contract notices", () => {
  it.each<[name: string, change: (opened: OpenRedirect) => OpenRedirect]>([
    ["a URI that anybody can read", (opened) => ({ ...opened, uri: opened.uri.replace("https", "http") })],
    ["one that takes any visit", (opened) => ({ ...opened, wait: (_, signal) => opened.wait(() => true, signal) })],
    [
      "a wait that is given up with a reason of its own",
      (opened) => ({
        ...opened,
        wait: (accepts, signal) =>
          opened.wait(accepts, signal).catch(() => {
            throw new Error("given up")
          }),
      }),
    ],
    [
      "a visit without its query",
      (opened) => ({
        ...opened,
        wait: async (accepts, signal) => new URL((await opened.wait(accepts, signal)).pathname, opened.uri),
      }),
    ],
  ])("%s", async (_, change) => {
    const make = (): RedirectSubject => {
      const { redirect, visit: see } = inProcess()
      return { redirect: { open: async (signal) => change(await redirect.open(signal)) }, visit: see }
    }
    expect(await brokenPromises(redirectContract, make)).not.toEqual([])
  })
})
