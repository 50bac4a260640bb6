import { redactUrl } from "pristine-runtime"
import { isLogLevel } from "../logging/log.ts"
import type { ConfigOptions } from "./config-options.ts"
import { hidden, hideValues, isRecordOf, isText, type Setting } from "./setting.ts"
import { readBoolean, readHeaders, readList, readRecord } from "./variables.ts"

/** Where Tinker is; the manifest's default as well. */
const tinkerUrl = "https://tinker.thinkingmachines.dev/services/tinker-prod"

const text = { type: "string", shownDefault: "–", accepts: isText, wanted: "a text that is not blank" } as const

const flag = {
  type: "boolean",
  read: readBoolean,
  accepts: (value: unknown): boolean => typeof value === "boolean",
  wanted: "true or false; in a variable one of 1, true, yes, on, 0, false, no, off",
} as const

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === "string"

const record = {
  type: "{ [name]: string or null }",
  shownDefault: "`{}`",
  byDefault: {},
  read: readRecord,
  accepts: isRecordOf(isTextOrNull),
  wanted: "an object of texts; in a variable one in JSON",
  shown: hideValues,
} as const

/** Every option, in the order of the documentation. */
export const settings: {
  readonly [Name in keyof ConfigOptions]-?: Setting<NonNullable<ConfigOptions[Name]>>
} = {
  apiKey: { ...text, variable: "TINKER_API_KEY", shown: () => hidden },
  // It may hold the credential, or the way to it.
  credentialCommand: { ...text, variable: "TINKER_CREDENTIAL_CMD", shown: () => hidden },
  baseUrl: {
    variable: "TINKER_BASE_URL",
    type: "URL",
    shownDefault: `\`${tinkerUrl}\``,
    byDefault: tinkerUrl,
    accepts: (value) => isUrl(value) && !/[@?#]/.test(String(value)),
    wanted: "an absolute http(s) URL without credentials, query or fragment",
    shown: (value) => redactUrl(value),
  },
  projectId: { ...text, variable: "TINKER_PROJECT_ID" },
  tags: {
    variable: "TINKER_TAGS",
    type: "string[]",
    shownDefault: "`[]`",
    byDefault: [],
    read: readList,
    accepts: (value) => Array.isArray(value) && value.every(isText),
    wanted: "a list of texts that are not blank",
  },
  userMetadata: {
    type: "object",
    shownDefault: "–",
    accepts: isRecordOf(() => true),
    wanted: "an object",
    shown: hideValues,
  },
  timeout: {
    type: "number (ms) or { connectMs, headersMs, idleMs, attemptMs, totalMs }",
    shownDefault: "60,000, connecting 5,000",
    accepts: (value) => isDuration(value) || isRecordOf(isDuration)(value),
    wanted: "a number of milliseconds above 0, or an object of some",
  },
  maxRetries: {
    type: "integer",
    shownDefault: "10",
    byDefault: 10,
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
    wanted: "an integer of at least 0",
  },
  pollBackoff: {
    ...flag,
    variable: "TINKEX_POLL_BACKOFF",
    shownDefault: "`false`",
    byDefault: false,
    read: (word) => ({ exponential: true, none: false })[word.toLowerCase()] ?? readBoolean(word),
    wanted: "true or false; in a variable also exponential or none",
  },
  headers: { ...record, variable: "TINKEX_DEFAULT_HEADERS" },
  query: { ...record, variable: "TINKEX_DEFAULT_QUERY" },
  cfAccessClientId: { ...text, variable: "CLOUDFLARE_ACCESS_CLIENT_ID", shown: () => hidden },
  cfAccessClientSecret: { ...text, variable: "CLOUDFLARE_ACCESS_CLIENT_SECRET", shown: () => hidden },
  proxy: {
    variable: "TINKEX_PROXY",
    type: "URL or `false`",
    shownDefault: "`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`",
    read: (word) => (readBoolean(word) === false ? false : word),
    accepts: (value) => value === false || isUrl(value),
    wanted: "an http(s) URL, or false",
    shown: (value) => value && redactUrl(value),
  },
  proxyHeaders: {
    ...record,
    variable: "TINKEX_PROXY_HEADERS",
    type: "{ [name]: string }",
    read: readHeaders,
    accepts: isRecordOf((value) => typeof value === "string"),
    wanted: "an object of texts; in a variable one in JSON, or an array of pairs",
  },
  sendTelemetry: { ...flag, variable: "TINKER_TELEMETRY", shownDefault: "`true`", byDefault: true },
  logLevel: {
    variable: "TINKER_LOG",
    type: '"debug", "info", "warn" or "error"',
    shownDefault: "`warn`; all with a `log` of your own",
    read: (word) => {
      const level = word.toLowerCase().replace(/^warning$/, "warn")
      return isLogLevel(level) ? level : undefined
    },
    accepts: isLogLevel,
    wanted: "debug, info, warn or error",
  },
  logRequests: { ...flag, variable: "TINKEX_DUMP_HEADERS", shownDefault: "`false`", byDefault: false },
}

function isUrl(value: unknown): boolean {
  if (typeof value !== "string" || !/^https?:\/\/[^/]/i.test(value)) return false
  try {
    return new URL(value).hostname !== ""
  } catch {
    // Not a URL: told like every other value that cannot be used.
    return false
  }
}

function isDuration(value: unknown): boolean {
  return typeof value === "number" && value > 0
}
