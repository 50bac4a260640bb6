import { inspect } from "node:util"
import { describe, expect } from "vitest"
import { toTransportError, type TransportPhase } from "../../../src/adapters/transport/transport-error.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const origin = "https://zoo.test"
const coded = (code: string, rest: object = {}) => Object.assign(new Error("platform text"), { code }, rest)

interface Expected {
  readonly code: string
  readonly phase: TransportPhase
  readonly maybeExecuted: boolean
  readonly retryable: boolean
}
const unsent: Expected = { code: "connection", phase: "connect", maybeExecuted: false, retryable: true }
const broken: Expected = { code: "connection", phase: "headers", maybeExecuted: true, retryable: true }
const pointless: Expected = { code: "connection", phase: "connect", maybeExecuted: false, retryable: false }
const timeout = (phase: TransportPhase): Expected => ({
  code: "timeout",
  phase,
  maybeExecuted: phase !== "connect",
  retryable: true,
})

const circular = coded("ECONNRESET")
Object.assign(circular, { code: undefined, cause: circular })

describe("toTransportError", () => {
  const cases: [name: string, error: unknown, expected: Expected][] = [
    ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_PRX_TLS"].map((code): [string, unknown, Expected] => [
      code,
      coded(code),
      unsent,
    ]),
    ["M126 a name that does not exist", coded("ENOTFOUND"), unsent],
    ...["EAI_AGAIN", "ESERVFAIL", "EREFUSED", "ETIMEOUT"].map((code): [string, unknown, Expected] => [
      `M126 a name server that fails, ${code}`,
      coded(code),
      unsent,
    ]),
    ["M126 a name without an address", coded("ENODATA"), unsent],
    ...["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "HPE_INVALID_CONSTANT", "UND_ERR_HEADERS_OVERFLOW"].map(
      (code): [string, unknown, Expected] => [code, coded(code), broken],
    ),
    ...[
      "CERT_HAS_EXPIRED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "UND_ERR_INVALID_ARG",
      "UND_ERR_DESTROYED",
      "ERR_INVALID_URL",
    ].map((code): [string, unknown, Expected] => [code, coded(code), pointless]),
    ["UND_ERR_CONNECT_TIMEOUT", coded("UND_ERR_CONNECT_TIMEOUT"), timeout("connect")],
    ["ETIMEDOUT", coded("ETIMEDOUT"), timeout("connect")],
    ["UND_ERR_HEADERS_TIMEOUT", coded("UND_ERR_HEADERS_TIMEOUT"), timeout("headers")],
    ["UND_ERR_BODY_TIMEOUT", coded("UND_ERR_BODY_TIMEOUT"), timeout("body")],
    ["a socket that nothing was written to", coded("UND_ERR_SOCKET", { socket: { bytesWritten: 0 } }), unsent],
    ["a socket that was written to", coded("UND_ERR_SOCKET", { socket: { bytesWritten: 9 } }), broken],
    ["a code in the cause", new TypeError("fetch failed", { cause: coded("ECONNREFUSED") }), unsent],
    ["no code", new TypeError("Failed to fetch"), broken],
    ["causes in a circle", circular, broken],
    ["no error at all", "text", broken],
    ["undefined", undefined, broken],
    ["bad gzip", coded("Z_DATA_ERROR"), { code: "decode", phase: "body", maybeExecuted: true, retryable: false }],
  ]
  it.each(cases)("knows %s", (_, error, expected) => {
    const { code, phase, maybeExecuted, retryable } = toTransportError(error, "headers", origin)
    expect({ code, phase, maybeExecuted, retryable }).toEqual(expected)
  })

  it.each([
    ["UND_ERR_SOCKET", "connection"],
    ["UND_ERR_HEADERS_TIMEOUT", "timeout"],
    [undefined, "connection"],
  ])("M127 knows that nothing was sent before there was a connection: %s", (given, code) => {
    const error = Object.assign(new Error(), { code: given })
    expect(toTransportError(error, "connect", origin)).toMatchObject({ code, phase: "connect", maybeExecuted: false })
  })

  it("says where within an answer", () => {
    expect(toTransportError(coded("ECONNRESET"), "body", origin)).toMatchObject({ phase: "body", maybeExecuted: true })
  })

  it("does not touch an error of ours", () => {
    const error = new PristineError("limit", "too long")
    expect(toTransportError(error, "body", origin)).toBe(error)
  })

  it("keeps of the platform's error its class and its code, and its text out of the whole chain", () => {
    const error = new TypeError("fetch failed", { cause: coded("ECONNRESET") })
    const { cause, message } = toTransportError(error, "headers", origin)
    expect(cause).toMatchObject({ name: "TypeError", cause: { name: "Error", code: "ECONNRESET" } })
    expect(message + inspect(cause)).not.toMatch(/platform text|fetch failed/)
  })

  it.each<[error: unknown, phase: TransportPhase, message: string]>([
    [coded("ECONNREFUSED"), "headers", "No connection to https://zoo.test (ECONNREFUSED)"],
    [coded("ECONNRESET"), "headers", "The connection to https://zoo.test broke before the answer (ECONNRESET)"],
    [coded("ECONNRESET"), "body", "The connection to https://zoo.test broke within the answer (ECONNRESET)"],
    [coded("ETIMEDOUT"), "headers", "No connection to https://zoo.test in time"],
    [coded("UND_ERR_HEADERS_TIMEOUT"), "headers", "No answer from https://zoo.test in time"],
    [coded("UND_ERR_BODY_TIMEOUT"), "body", "The answer from https://zoo.test stopped for too long"],
    [new TypeError("Failed to fetch"), "headers", "The connection to https://zoo.test broke before the answer"],
    [new TypeError("terminated"), "body", "The connection to https://zoo.test broke within the answer"],
  ])("names the server: %s, %s", (error, phase, message) => {
    expect(toTransportError(error, phase, origin).message).toBe(message)
  })
})
