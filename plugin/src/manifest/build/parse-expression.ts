import type { Expression } from "../../model/value.ts"
import { pointerSteps } from "../source/pointer.ts"

/** Parses a runtime expression; `undefined` when it is none. */
export function parseExpression(text: string): Expression | undefined {
  for (const kind of plainKinds) if (text === `$${kind}`) return { kind }
  const body = /^\$(request|response)\.body(?:#((?:\/[^\p{Cc}]*)?))?$/u.exec(text)
  if (body) return { kind: body[1] === "request" ? "request.body" : "response.body", path: pointerSteps(body[2] ?? "") }
  const named = /^\$(request\.query|request\.header|response\.header)\.([^\s\p{Cc}]+)$/u.exec(text)
  const kind = namedKinds.find((candidate) => candidate === named?.[1])
  return kind && named?.[2] ? { kind, name: named[2] } : undefined
}

const namedKinds = ["request.query", "request.header", "response.header"] as const

const plainKinds = [
  "response.status",
  "client.user_agent",
  "runtime.os",
  "runtime.arch",
  "runtime.name",
  "runtime.version",
  "attempt",
  "timeout.seconds",
  "poll.iteration",
  "poll.create_seconds",
] as const
