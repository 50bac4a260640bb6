import { describe, expect } from "vitest"
import { createClient } from "../../../src/core/client/create-client.ts"
import { serverUrls, type ServerChoice } from "../../../src/core/client/server-urls.ts"
import { it } from "../../test.ts"
import { testService } from "../fixture.ts"

const service = testService({
  server: serverUrls({
    production: {
      url: "https://{region}.api.test:{port}/{tenant}/v1",
      variables: {
        region: { default: "eu", values: ["eu", "us"] },
        port: { default: "443" },
        tenant: { default: "main" },
      },
    },
    sandbox: { url: "https://sandbox.test" },
    own: { url: "https://{host}", variables: { host: {} } },
  }),
})
const baseUrl = (choice: ServerChoice): string => createClient(service, choice).baseUrl

describe("G83 a server of a manifest", () => {
  it.each<[name: string, choice: ServerChoice, want: string]>([
    ["by name", { server: "sandbox" }, "https://sandbox.test"],
    ["the first, at its defaults", { variables: {} }, "https://eu.api.test/main/v1"],
    ["a value of a list", { variables: { region: "us" } }, "https://us.api.test/main/v1"],
    ["undefined for the default", { variables: { region: undefined } }, "https://eu.api.test/main/v1"],
    ["a port", { variables: { port: "8443" } }, "https://eu.api.test:8443/main/v1"],
    ["a host of one's own", { server: "own", variables: { host: "a.b-c.test" } }, "https://a.b-c.test"],
    ["a slash in the path", { variables: { tenant: "a/b" } }, "https://eu.api.test/a%2Fb/v1"],
    ["an at sign in the path", { variables: { tenant: "a@b" } }, "https://eu.api.test/a%40b/v1"],
    ["a colon in the path", { variables: { tenant: "a:b" } }, "https://eu.api.test/a%3Ab/v1"],
    ["a query in the path", { variables: { tenant: "a?b#c" } }, "https://eu.api.test/a%3Fb%23c/v1"],
    ["text beyond ASCII in the path", { variables: { tenant: "ü" } }, "https://eu.api.test/%C3%BC/v1"],
    ["braces in the path", { variables: { tenant: "{region}" } }, "https://eu.api.test/%7Bregion%7D/v1"],
  ])("is chosen: %s", (_, choice, want) => {
    expect(baseUrl(choice)).toBe(want)
  })

  it.each<[name: string, choice: ServerChoice, why: RegExp]>([
    ["an unknown server", { server: "toString" }, /no server `toString`: give one of `production`, `sandbox`, `own`/],
    ["an unknown variable", { variables: { zone: "a" } }, /no variable `zone`/],
    ["a variable of another server", { server: "sandbox", variables: { region: "eu" } }, /no variable `region`/],
    ["a value outside of the list", { variables: { region: "mars" } }, /`region` must be one of eu, us$/],
    ["a missing value", { server: "own" }, /needs the variable `host`/],
    ["an empty part of the path", { variables: { tenant: "" } }, /no part of a path/],
    ["dots that lead up", { variables: { tenant: ".." } }, /no part of a path/],
    ["half of a pair", { variables: { tenant: "\ud800" } }, /no part of a path/],
  ])("is refused: %s", (_, choice, why) => {
    expect(() => baseUrl(choice)).toThrow(
      expect.objectContaining({ code: "config", message: expect.stringMatching(why) as unknown }),
    )
  })

  it.each([
    "evil.test/",
    "a@evil.test",
    "a:b@evil.test",
    "evil.test#",
    "evil.test?",
    "evil.test\\",
    "a b",
    "-a",
    "a.",
    "",
    "[::1]",
    "é.test",
  ])("never leads to another host: %j", (host) => {
    const act = (): string => baseUrl({ server: "own", variables: { host } })
    expect(act).toThrow(/holds what no part of a host can be/)
    expect(act).not.toThrow(/evil/)
  })

  it("is not chosen beside a base URL, nor where a manifest has none", () => {
    expect(() => createClient(service, { server: "sandbox", baseUrl: "https://a.test" })).toThrow(/not both/)
    expect(() => createClient(testService(), { server: "sandbox" })).toThrow(/no servers to choose from/)
    expect(() => createClient(testService(), { variables: {} })).toThrow(/no servers to choose from/)
  })
})
