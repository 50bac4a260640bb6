import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { tokenSource } from "../../src/auth/token-source.ts"
import { resolveCredential, type CredentialSources } from "../../src/auth/credential.ts"
import { webTokenSource } from "../../src/auth/web-token.ts"
import { it } from "../test.ts"

const signal = new AbortController().signal
const print = (text: string): string => `"${process.execPath}" -p '"${text}"'`

function jwt(claims: Readonly<Record<string, unknown>>): string {
  return `eyJ.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`
}

describe("the credential", () => {
  it.each<[string, CredentialSources, string]>([
    ["is the key", { key: "tml-1", command: undefined }, "tml-1"],
    ["is the key although there is a command", { key: "tml-1", command: print("tml-2") }, "tml-1"],
    ["is the command's without a key", { key: undefined, command: print("tml-2") }, "tml-2"],
    ["is the command's when the key is none", { key: "other", command: print("tml-2") }, "tml-2"],
    ["is the command's when the server asks", { key: "tml-1", command: print("tml-2"), preferCommand: true }, "tml-2"],
    ["is a web token above all", { key: "eyJ1", command: print("tml-2"), preferCommand: true }, "eyJ1"],
  ])("%s", async (_, sources, expected) => {
    expect(await resolveCredential(sources, signal)).toBe(expected)
  })

  it.each<[string, CredentialSources, string]>([
    ["nothing", { key: undefined, command: undefined }, "TINKER_API_KEY"],
    ["a key of another service", { key: "sk-secret", command: undefined }, "tml-"],
    ["a command that prints nothing", { key: undefined, command: print("") }, "printed nothing"],
    ["a command that fails", { key: undefined, command: "echo tml-secret; exit 3" }, "code 3"],
  ])("refuses %s, without telling it", async (_, sources, message) => {
    const error = await resolveCredential(sources, signal).catch((reason: unknown) => reason)
    expect(String(error)).toContain(message)
    expect(String(error)).not.toContain("secret")
  })

  it("comes through the manifest's source", async () => {
    const source = tokenSource({ credential: undefined, env: (name) => (name === "TINKER_CREDENTIAL_CMD" ? print("eyJ2") : undefined) }) // prettier-ignore
    expect(await source.token(signal)).toEqual({ value: "eyJ2" })
  })
})

describe("a web token", () => {
  /** A source whose exchanges give the listed tokens, or fail. */
  function source(clock: VirtualClock, tokens: (string | Error)[]) {
    const exchange = (): Promise<string> => {
      const next = tokens.shift() ?? new Error("one exchange too many")
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
    }
    const made = webTokenSource(exchange, clock)
    return async () => (await made.token(signal)).value
  }

  const seconds = (clock: VirtualClock): number => clock.wallTime() / 1000

  it("is exchanged once for all callers and kept", async () => {
    const clock = new VirtualClock()
    const first = jwt({ exp: seconds(clock) + 3600 })
    const token = source(clock, [first])
    expect(await Promise.all([token(), token()])).toEqual([first, first])
    await clock.advance(3_290_000)
    expect(await token()).toBe(first)
  })

  it("is replaced in the background before it ends", async () => {
    const clock = new VirtualClock()
    const first = jwt({ exp: seconds(clock) + 3600 })
    const second = jwt({ exp: seconds(clock) + 9000 })
    const token = source(clock, [first, second])
    await token()
    await clock.advance(3_400_000)
    expect(await token()).toBe(first)
    await clock.advance(0)
    expect(await token()).toBe(second)
  })

  it("is used on when it cannot be replaced, and tried again a minute later", async () => {
    const clock = new VirtualClock()
    const first = jwt({ exp: seconds(clock) + 3600 })
    const second = jwt({ exp: seconds(clock) + 9000 })
    const token = source(clock, [first, new Error("down"), second])
    await token()
    await clock.advance(3_500_000)
    expect(await token()).toBe(first)
    await clock.advance(30_000)
    expect(await token()).toBe(first)
    await clock.advance(31_000)
    expect(await token()).toBe(second)
  })

  it("fails when there is none yet", async () => {
    await expect(source(new VirtualClock(), [new Error("down")])()).rejects.toThrow("down")
  })

  it("without an end is replaced every minute", async () => {
    const clock = new VirtualClock()
    const token = source(clock, ["eyJ-opaque", "eyJ-next"])
    expect(await token()).toBe("eyJ-opaque")
    await clock.advance(60_001)
    await token()
    await clock.advance(0)
    expect(await token()).toBe("eyJ-next")
  })
})
