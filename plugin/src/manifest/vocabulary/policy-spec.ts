import type { KeySpec, KeyType, ObjectSpec } from "./key-type.ts"
import { choice, either, list, longestTimer, milliseconds, object, off, positive, size, text } from "./key-types.ts"

const statusOrClass = either({ kind: "number", integer: true, minimum: 100, maximum: 599 }, text())

const ruleKeys: readonly KeySpec[] = [
  {
    name: "retry_on",
    type: list(statusOrClass),
    default: '[408, 429, 500, 502, 503, 504, "connection", "timeout"]',
    doc: 'What the rule is for: statuses, classes such as "5XX", `connection`, `timeout`.',
  },
  {
    name: "max_attempts",
    type: either(positive, choice("unlimited")),
    default: "3; `unlimited` beside `max_elapsed_ms`",
    doc: "Tries in all, the first included; in `rules`, consecutive answers under this rule.",
  },
  {
    name: "backoff",
    type: choice("none", "constant", "linear", "exponential"),
    default: "exponential",
    doc: "How the wait grows with consecutive matches.",
  },
  { name: "base_ms", type: milliseconds, synonyms: ["base_delay_ms"], default: "100", doc: "First wait." },
  {
    name: "max_ms",
    type: milliseconds,
    synonyms: ["max_delay_ms"],
    default: "20000, at least `base_ms`",
    doc: "Longest wait.",
  },
  {
    name: "jitter",
    type: either(
      choice("none", "full"),
      { kind: "number", minimum: 0, maximum: 1 },
      list({ kind: "number", minimum: 0 }, 2),
    ),
    default: "full",
    doc: "Range of the factor that a wait is multiplied with: `none` [1, 1], `full` [0, 1], a number j [1−j, 1], or [min, max].",
  },
  {
    name: "retry_after",
    type: either(object("retryAfter"), off),
    default: '{ "max_ms": 60000, "beyond": "fail" }',
    doc: "Obeys `Retry-After`, `Retry-After-Ms` and what `provider` names; `false` ignores them.",
  },
]

const refused = {
  max_retries: "Use `max_attempts`, which counts the first try: `max_retries` + 1.",
  jitter_strategy: 'Use `jitter`: "none", "full", a number, or [min, max].',
  strategy: "Use `backoff`.",
  backoff_opts: "Use `base_ms`, `max_ms` and `jitter`.",
  retry_after_ms_fun: "Name a `classify` function on the endpoint.",
}

export const rule: ObjectSpec = {
  title: "a retry rule",
  doc: "What to do after some kinds of failures.",
  keys: ruleKeys,
  refused,
}

export const policy: ObjectSpec = {
  title: "a retry policy",
  doc: "Either the keys of one rule, or `rules`.",
  keys: [
    {
      name: "rules",
      type: list(either(object("rule"), text())),
      doc: "Rules, or names of policies whose rules stand there. The first that matches an answer decides; another match resets the count.",
    },
    ...ruleKeys,
    { name: "max_elapsed_ms", type: milliseconds, doc: "No new try so long after the call began." },
    {
      name: "progress_timeout_ms",
      type: milliseconds,
      doc: "Give up when no call under this policy finished for so long.",
    },
  ],
  refused,
}

export const retryAfter: ObjectSpec = {
  title: "a retry_after object",
  doc: "How far a server's wish is obeyed.",
  keys: [
    { name: "max_ms", type: milliseconds, default: "60000", doc: "Longest accepted wait." },
    { name: "beyond", type: choice("fail", "backoff"), default: "fail", doc: "What a longer one means." },
  ],
}

export const rateLimit: ObjectSpec = {
  title: "a rate limit",
  doc: "Admission shared by all calls that name it.",
  keys: [
    { name: "concurrency", type: positive, default: "no limit", doc: "Calls at once." },
    { name: "throttled_concurrency", type: positive, default: "`concurrency`", doc: "Calls at once while throttled." },
    {
      name: "byte_budget",
      type: size,
      default: "no limit",
      doc: "Calls are admitted while the balance of outstanding bytes is not negative.",
    },
    {
      name: "byte_penalty_multiplier",
      type: { kind: "number", minimum: 1 },
      default: "1",
      doc: "Factor on a call's bytes while throttled.",
    },
    {
      name: "backoff_window_ms",
      type: milliseconds,
      default: "10000",
      doc: "Throttled until so long after the last back-off ended.",
    },
    {
      name: "requests_per_second",
      type: { kind: "number", minimum: 0.001 },
      default: "no limit",
      doc: "Requests a second in the long run (token bucket); every attempt is one.",
    },
    {
      name: "burst",
      type: positive,
      default: "1: evenly spaced",
      doc: "Requests that may go at once after a pause; beside `requests_per_second`.",
    },
    {
      name: "max_requests",
      type: positive,
      default: "no limit",
      doc: "Requests within any `window_ms` (sliding window); every attempt is one.",
    },
    {
      name: "window_ms",
      type: { kind: "number", minimum: 1, maximum: longestTimer },
      doc: "Length of the window; beside `max_requests`.",
    },
    {
      name: "max_queue",
      type: size,
      default: "no limit",
      doc: 'Calls that may wait in each queue; one more fails with code "limit".',
    },
    { name: "weight", type: text("code"), default: "bytes of the encoded body", doc: "Cost of a call from its input." },
  ],
  refused: {
    limit: "Use `concurrency` for calls at once, or `max_requests` with `window_ms`.",
    window: "Use `window_ms`, in milliseconds.",
  },
}

const share: KeyType = { kind: "number", minimum: 0.001, maximum: 1 }

export const breaker: ObjectSpec = {
  title: "a circuit breaker",
  doc: "Refuses attempts while a service fails. It opens after `failures` in a row, or, with `failure_ratio` or `slow_ms`, by the shares of a window.",
  keys: [
    {
      name: "failures",
      type: positive,
      synonyms: ["failure_threshold"],
      default: "5",
      doc: "Failed attempts in a row that open it.",
    },
    { name: "failure_ratio", type: share, doc: "Share of failed attempts that opens it; in place of `failures`." },
    {
      name: "minimum_calls",
      type: positive,
      default: "20",
      doc: "Attempts that the window must hold before its shares mean something.",
    },
    {
      name: "window_ms",
      type: { kind: "number", minimum: 1, maximum: longestTimer },
      default: "30000",
      doc: "Length of the window.",
    },
    {
      name: "slow_ms",
      type: { kind: "number", minimum: 1, maximum: longestTimer },
      default: "no attempt is slow",
      doc: "An attempt that takes longer is slow, whatever its outcome.",
    },
    { name: "slow_ratio", type: share, default: "1", doc: "Share of slow attempts that opens it; beside `slow_ms`." },
    {
      name: "open_ms",
      type: { kind: "number", minimum: 1, maximum: longestTimer },
      synonyms: ["reset_timeout_ms"],
      default: "30000",
      doc: "How long it stays open; doubles each time a probe fails.",
    },
    {
      name: "max_open_ms",
      type: { kind: "number", minimum: 1, maximum: longestTimer },
      default: "60000, or `open_ms` where that is more",
      doc: "Longest it stays open.",
    },
    {
      name: "probes",
      type: positive,
      synonyms: ["half_open_max_calls"],
      default: "1",
      doc: "Attempts that probe at once, all of which must succeed to close it.",
    },
    {
      name: "per",
      type: choice("origin", "operation"),
      default: "one circuit for all that name it",
      doc: "A circuit of its own for each origin or operation.",
    },
  ],
}

export const pool: ObjectSpec = {
  title: "a pool",
  doc: "Connections of its own for the endpoints that name it.",
  keys: [
    {
      name: "max_connections",
      type: positive,
      default: "the transport's",
      doc: "Connections at once to one origin; `fetch` leaves it to the platform.",
    },
  ],
  later: {
    max_requests_per_connection: "Use `max_connections`: a connection carries one request at a time.",
  },
}

/** Keys of a rule that a policy may carry itself. */
export const ruleKeyNames: readonly string[] = ruleKeys.map((key) => key.name)
