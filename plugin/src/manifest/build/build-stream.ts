import type { StreamModel } from "../../model/operation.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { member, membersOf, numberOf, oneOrMany, textOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import { effective, type EndpointEntry } from "./endpoint-entry.ts"

const formats = ["sse", "ndjson", "json-seq", "bytes"] as const

/** How an endpoint streams; `undefined` where it does not. Reports keys that then say nothing. */
export function buildStream(entry: EndpointEntry, streams: boolean, context: BuildContext): StreamModel | undefined {
  if (!streams) {
    for (const key of ["stream_format", "stream", "event_types"]) {
      reportIdle(member(entry.tree, key), key, "the endpoint does not stream", 'Add "streaming": true.', context)
    }
    return undefined
  }
  const given = textOf(effective(entry, "stream_format"))
  const format = formats.find((one) => one === given) ?? "sse"
  const own = member(entry.tree, "stream")
  const eventTypes = member(entry.tree, "event_types")
  if (format !== "sse") {
    const because = `the framing ${format} has no such thing`
    reportIdle(eventTypes, "event_types", because, "Remove it, or stream server-sent events.", context)
    for (const [key, tree] of membersOf(own)) {
      reportIdle(tree, key, because, "Remove it, or stream server-sent events.", context)
    }
    return { format }
  }
  const part = (key: string): Tree | undefined => member(own, key) ?? member(member(entry.defaults, "stream"), key)
  const sentinel = textOf(part("sentinel"))
  const errorEvent = part("error_event")?.value
  const resume = resumeOf(part("resume"))
  return {
    format,
    ...(sentinel !== undefined && { sentinel }),
    ...((errorEvent === false || typeof errorEvent === "string") && errorEvent !== "error" && { errorEvent }),
    ...(resume && { resume }),
    ...(eventTypes && {
      eventTypes: eventTypesOf(
        eventTypes,
        textOf(part("error_event")) ?? (errorEvent === false ? undefined : "error"),
        context,
      ),
    }),
  }
}

/** Reports a list of nothing, and the type of the event that is a failure whatever the list says. */
function eventTypesOf(tree: Tree, errorEvent: string | undefined, { report }: BuildContext): readonly string[] {
  const types = oneOrMany(tree)
  if (types.length === 0) {
    const what = "An empty list hands out no event"
    report.add("PRISTINE_M0110", tree.pointer, { what, fix: "Name the types, or leave the key out for all." })
  }
  for (const type of types) {
    if (errorEvent === undefined || textOf(type) !== errorEvent) continue
    const what = `An event of the type "${errorEvent}" is a failure, and not handed out`
    const fix = 'Remove it, or set "error_event" of `stream` to false or to another type.'
    report.add("PRISTINE_M0110", type.pointer, { what, fix })
  }
  return types.map((type) => textOf(type) ?? "")
}

/** Type of one event: raw bytes have none but their own. */
export function eventType(
  entry: EndpointEntry,
  { format }: StreamModel,
  declared: TypeNode | undefined,
  context: BuildContext,
): TypeNode | undefined {
  if (format !== "bytes") return declared
  const response = member(entry.tree, "response")
  reportIdle(response, "response", "every event of raw bytes is a `Uint8Array`", "Remove it.", context)
  return { kind: "string", codec: { kind: "bytes" }, pointer: entry.tree.pointer }
}

function resumeOf(tree: Tree | undefined): StreamModel["resume"] {
  if (tree === undefined || tree.value === false) return undefined
  const maxAttempts = numberOf(tree, "max_attempts")
  const baseMs = numberOf(tree, "base_ms")
  const maxMs = numberOf(tree, "max_ms") ?? (baseMs !== undefined && baseMs > longestWaitMs ? baseMs : undefined)
  return {
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(baseMs !== undefined && { baseMs }),
    ...(maxMs !== undefined && { maxMs }),
  }
}

/** The runtime's own. */
const longestWaitMs = 30_000

function reportIdle(tree: Tree | undefined, key: string, because: string, fix: string, { report }: BuildContext): void {
  if (tree !== undefined) report.add("PRISTINE_M0109", tree.pointer, { key, because, fix }, "key")
}
