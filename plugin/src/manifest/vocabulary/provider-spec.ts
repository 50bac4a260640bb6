import type { ObjectSpec } from "./key-type.ts"
import { choice, either, flag, list, object, text } from "./key-types.ts"

export const provider: ObjectSpec = {
  title: "a provider profile",
  doc: "What the service says in its own words, beside what HTTP defines.",
  keys: [
    {
      name: "request_id",
      type: either(text("header"), list(text("header"))),
      default: '["x-request-id", "request-id"]',
      doc: "Headers that name a request, the first that an answer has: `error.requestId` and telemetry.",
    },
    {
      name: "should_retry",
      type: text("header"),
      default: "no header is listened to",
      doc: "Header whose `true` or `false` goes over the rules of a retry policy, unless its `retry_after` is `false`.",
    },
    {
      name: "rate_limit",
      type: either(object("quota"), list(object("quota"))),
      doc: "Quotas and their headers: how long to wait where `Retry-After` says nothing, up to a minute for the endpoint's `rate_limit`, too.",
    },
    { name: "error", type: object("serviceError"), doc: "Where the body of an error tells what is wrong." },
  ],
}

export const quota: ObjectSpec = {
  title: "a quota",
  doc: "Headers that tell of one quota.",
  keys: [
    {
      name: "remaining",
      type: text("header"),
      default: "used up after 429 and 503",
      doc: "What is left of it; 0 means used up, whatever the status.",
    },
    { name: "reset", type: object("quotaReset"), required: true, doc: "When it begins anew." },
  ],
}

export const quotaReset: ObjectSpec = {
  title: "a reset header",
  doc: "When a quota begins anew.",
  keys: [
    { name: "header", type: text("header"), required: true, doc: "Name of the header." },
    {
      name: "form",
      type: choice("epoch", "delta", "iso", "duration"),
      required: true,
      doc: "`epoch`: seconds or milliseconds since 1970; `delta`: seconds from now; `iso`: ISO 8601; `duration`: `6m0s`.",
    },
  ],
}

export const serviceError: ObjectSpec = {
  title: "a service error",
  doc: "What the body of an error holds: places are JSON Pointers (RFC 6901).",
  keys: [
    {
      name: "code",
      type: text("pointer"),
      doc: "A short word or a whole number: `error.serviceCode`, which may stand in logs.",
    },
    {
      name: "message",
      type: text("pointer"),
      default: "`message`, `detail`, `error` or `title`",
      doc: "The text of `error.detail`.",
    },
    {
      name: "problem",
      type: flag,
      default: "false",
      doc: "The service sends problem details (RFC 9457): `error.problem`.",
    },
  ],
}
