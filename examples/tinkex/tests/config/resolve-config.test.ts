import { inspect } from "node:util"
import { describe, expect } from "vitest"
import type { ConfigOptions } from "../../src/config/config-options.ts"
import { resolveConfig } from "../../src/config/resolve-config.ts"
import { it } from "../test.ts"

const key = "tml-zq9secret"

function resolve(options: ConfigOptions, env: Readonly<Record<string, string>> = {}) {
  return resolveConfig({ apiKey: key, ...options }, (name) => env[name])
}

function problemOf(options: ConfigOptions, env: Readonly<Record<string, string>> = {}): unknown {
  try {
    resolveConfig(options, (name) => env[name])
    return undefined
  } catch (error) {
    return error
  }
}

describe("where a value comes from", () => {
  it.each<[name: string, options: ConfigOptions, env: Record<string, string>, expected: object]>([
    ["the option, over the environment", { projectId: "a" }, { TINKER_PROJECT_ID: "b" }, { projectId: "a" }],
    ["the environment, over the default", {}, { TINKER_BASE_URL: "http://a.test/x" }, { baseUrl: "http://a.test/x" }],
    ["the default, under a blank variable", {}, { TINKER_TELEMETRY: "  " }, { sendTelemetry: true }],
    ["an empty list, which is a value", { tags: [] }, { TINKER_TAGS: "a" }, { tags: [] }],
    ["zero, which is a value", { maxRetries: 0 }, {}, { maxRetries: 0 }],
    ["false, which is a value", { proxy: false }, { TINKEX_PROXY: "http://p.test" }, { proxy: false }],
    [
      "an undefined option, which is none",
      { apiKey: undefined as never },
      { TINKER_API_KEY: "tml-e" },
      { apiKey: "tml-e" },
    ],
  ])("is %s", (_, options, env, expected) => {
    expect({ ...resolve(options, env) }).toMatchObject(expected)
  })

  it("is the default everywhere when nothing is said", () => {
    expect({ ...resolve({}) }).toEqual({
      apiKey: key,
      baseUrl: "https://tinker.thinkingmachines.dev/services/tinker-prod",
      tags: [],
      maxRetries: 10,
      pollBackoff: false,
      headers: {},
      query: {},
      proxyHeaders: {},
      sendTelemetry: true,
      logRequests: false,
    })
  })
})

describe("a variable", () => {
  it.each<[variable: string, text: string, expected: ConfigOptions]>([
    ["TINKER_TAGS", " a, b,,a ", { tags: ["a", "b"] }],
    ["TINKER_TELEMETRY", "Off", { sendTelemetry: false }],
    ["TINKER_TELEMETRY", "1", { sendTelemetry: true }],
    ["TINKER_LOG", "WARNING", { logLevel: "warn" }],
    ["TINKEX_DUMP_HEADERS", "yes", { logRequests: true }],
    ["TINKEX_POLL_BACKOFF", "exponential", { pollBackoff: true }],
    ["TINKEX_POLL_BACKOFF", "none", { pollBackoff: false }],
    ["TINKEX_DEFAULT_HEADERS", '{"x-a": 1, "x-b": null}', { headers: { "x-a": "1" } }],
    ["TINKEX_DEFAULT_QUERY", '{"a":"b"}', { query: { a: "b" } }],
    ["TINKEX_PROXY_HEADERS", '[["x-a","b"]]', { proxyHeaders: { "x-a": "b" } }],
    ["TINKEX_PROXY_HEADERS", '{"x-a":"b"}', { proxyHeaders: { "x-a": "b" } }],
    ["TINKEX_PROXY", "off", { proxy: false }],
    ["CLOUDFLARE_ACCESS_CLIENT_ID", "id", { cfAccessClientId: "id" }],
  ])("%s=%s is read", (variable, text, expected) => {
    expect({ ...resolve({}, { [variable]: text }) }).toMatchObject(expected)
  })

  it.each<[variable: string, text: string, option: string]>([
    ["TINKER_TELEMETRY", "maybe", "sendTelemetry"],
    ["TINKER_LOG", "loud", "logLevel"],
    ["TINKER_BASE_URL", "tinker.test", "baseUrl"],
    ["TINKER_BASE_URL", "https://us:pw@tinker.test", "baseUrl"],
    ["TINKEX_PROXY", "socks5://p.test", "proxy"],
    ["TINKEX_DEFAULT_HEADERS", "{", "headers"],
    ["TINKEX_DEFAULT_HEADERS", '["a"]', "headers"],
    ["TINKEX_DEFAULT_QUERY", '{"a":{}}', "query"],
    ["TINKEX_PROXY_HEADERS", '[["a"]]', "proxyHeaders"],
  ])("%s=%s is refused by its name and its option's", (variable, text, option) => {
    const error = problemOf({ apiKey: key }, { [variable]: text })
    expect(error).toMatchObject({ code: "config", issues: [{ path: [option] }] })
    expect((error as Error).message).toMatch(`${variable} (option ${option}) must be `)
  })
})

describe("an option that cannot be used", () => {
  it.each<[name: string, options: object]>([
    ["apiKey", { apiKey: "  " }],
    ["baseUrl", { apiKey: key, baseUrl: "ftp://a.test" }],
    ["projectId", { apiKey: key, projectId: "" }],
    ["tags", { apiKey: key, tags: ["a", 1] }],
    ["userMetadata", { apiKey: key, userMetadata: [] }],
    ["timeout", { apiKey: key, timeout: 0 }],
    ["maxRetries", { apiKey: key, maxRetries: 1.5 }],
    ["pollBackoff", { apiKey: key, pollBackoff: "exponential" }],
    ["headers", { apiKey: key, headers: { "": "a" } }],
    ["query", { apiKey: key, query: { a: 1 } }],
    ["cfAccessClientId", { apiKey: key, cfAccessClientId: 1 }],
    ["proxy", { apiKey: key, proxy: "p.test:8080" }],
    ["proxyHeaders", { apiKey: key, proxyHeaders: { a: null } }],
    ["sendTelemetry", { apiKey: key, sendTelemetry: 1 }],
    ["logLevel", { apiKey: key, logLevel: "warning" }],
    ["logRequests", { apiKey: key, logRequests: null }],
    ["proxy", { apiKey: key, proxy: "http://p.test", transport: {} }],
    ["proxyHeaders", { apiKey: key, proxyHeaders: {}, transport: {} }],
  ])("is told: %s", (name, options) => {
    expect(problemOf(options)).toMatchObject({ code: "config", issues: [{ path: [name] }] })
  })

  it("is told with all the others, and without a value", () => {
    const error = problemOf({ apiKey: "zq9secret", tags: "zq9secret" as never }, { TINKER_LOG: "zq9secret" })
    expect((error as Error).message).toBe(
      "3 settings cannot be used: Option tags (TINKER_TAGS) must be a list of texts that are not blank; " +
        "TINKER_LOG (option logLevel) must be debug, info, warn or error; " +
        "Option apiKey (TINKER_API_KEY) must start with the prefix tml- or eyJ",
    )
    expect(inspect(error, { depth: 9 })).not.toContain("zq9secret")
  })
})

describe("the credential", () => {
  it.each<[name: string, options: ConfigOptions, fits: boolean]>([
    ["no key", {}, false],
    ["another kind of key", { apiKey: "sk-1" }, false],
    ["a key", { apiKey: key }, true],
    ["a web token", { apiKey: "eyJ.a.b" }, true],
    ["a command", { credentialCommand: "print" }, true],
    ["a command beside another kind of key", { apiKey: "sk-1", credentialCommand: "print" }, true],
  ])("may be %s: %#", (_, options, fits) => {
    expect(problemOf(options) === undefined).toBe(fits)
  })
})

describe("printing", () => {
  const config = resolve({
    credentialCommand: "echo zq9secret",
    userMetadata: { team: "zq9secret" },
    headers: { authorization: "zq9secret", "x-none": null },
    query: { token: "zq9secret" },
    cfAccessClientId: "zq9secret",
    cfAccessClientSecret: "zq9secret",
    proxy: "http://zq9secret:zq9secret@proxy.test:8080",
    proxyHeaders: { "x-key": "zq9secret" },
  })

  it.each<[name: string, print: () => string]>([
    ["JSON", () => JSON.stringify(config)],
    ["inspect", () => inspect(config, { depth: 9 })],
    ["inspect within something", () => inspect({ of: [config] }, { depth: 9 })],
  ])("shows no secret: %s", (_, print) => {
    expect(print()).not.toContain("zq9secret")
    expect(print()).toContain("proxy.test:8080")
  })

  it("shows what there is", () => {
    expect(JSON.parse(JSON.stringify(config))).toEqual({
      apiKey: "***",
      credentialCommand: "***",
      baseUrl: "https://tinker.thinkingmachines.dev/services/tinker-prod",
      tags: [],
      userMetadata: { team: "***" },
      maxRetries: 10,
      pollBackoff: false,
      headers: { authorization: "***", "x-none": null },
      query: { token: "***" },
      cfAccessClientId: "***",
      cfAccessClientSecret: "***",
      proxy: "http://proxy.test:8080/",
      proxyHeaders: { "x-key": "***" },
      sendTelemetry: true,
      logRequests: false,
    })
  })
})
