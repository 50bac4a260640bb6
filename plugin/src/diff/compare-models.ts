import type { ApiModel } from "../model/api-model.ts"
import { findDiscriminatedFields } from "../model/discriminated-fields.ts"
import type { OperationModel } from "../model/operation.ts"
import { resolveType } from "../model/resolve-type.ts"
import type { Value } from "../model/value.ts"
import { createChangeList } from "./change-list.ts"
import type { Change } from "./change.ts"
import { compareOperations } from "./compare-operations.ts"
import { compareTypes } from "./compare-types.ts"
import type { ComparedModels } from "./compared-models.ts"
import { matchOperations, pathOf } from "./match-operations.ts"
import { sameMeaning } from "./same-meaning.ts"
import { sameWriting } from "./same-writing.ts"
import { findTypeReach } from "./type-reach.ts"

/** Finds what is different between two models, the worst first. Pure; the same models give the same list. */
export function compareModels(before: ApiModel, after: ApiModel): readonly Change[] {
  const { note, changes } = createChangeList()
  const discriminated = { before: findDiscriminatedFields(before), after: findDiscriminatedFields(after) }
  const models: ComparedModels = { before, after, discriminated, note, compareTypes }
  compareHeads(models)
  compareServers(models)
  const matches = matchOperations(before.operations, after.operations)
  for (const { old, now } of matches) compareMatch(models, old, now)
  compareNamedTypes(
    models,
    new Map(matches.flatMap(({ old, now }) => (old && now ? [[now, pathOf(old)] as const] : []))),
  )
  comparePolicies(models)
  return changes()
}

function compareHeads({ before, after, note }: ComparedModels): void {
  for (const key of ["name", "version"] as const) {
    if (before[key] !== after[key])
      note("version-changed", `/${key}`, { what: `The ${key}`, from: before[key], to: after[key] })
  }
  if (before.description !== after.description) note("documentation-changed", "/description", { what: "The API" })
  if (!sameMeaning([before.baseUrl], [after.baseUrl]))
    note("base-url", "/base_url", { what: "", from: urlText(before.baseUrl), to: urlText(after.baseUrl) })
  if (!sameMeaning([before.provider], [after.provider]))
    note("behavior-changed", "/provider", { what: "The reading of the service's own words (`provider`)" })
}

function urlText(value: Value | undefined): string {
  if (value === undefined) return "given by callers"
  if (value.kind === "constant") return String(value.value)
  const fallback = value.default === undefined ? "" : ` or else ${JSON.stringify(value.default)}`
  return value.kind === "env" ? `in the variable ${value.name}${fallback}` : "computed"
}

function compareServers({ before, after, note }: ComparedModels): void {
  for (const [name] of before.servers) if (!after.servers.has(name)) note("server-removed", "/servers", { what: name })
  for (const [name, server] of after.servers) {
    const old = before.servers.get(name)
    if (!old) note("server-added", server.pointer, { what: name })
    else if (!sameMeaning(old, server)) note("server-changed", server.pointer, { what: name })
  }
}

function compareMatch(models: ComparedModels, old: OperationModel | undefined, now: OperationModel | undefined): void {
  const { note } = models
  if (!now) {
    if (old)
      note(
        "operation-removed",
        "/endpoints",
        { what: pathOf(old) },
        { operations: [pathOf(old)], exports: [old.flatName] },
      )
    return
  }
  if (!old) {
    note("operation-added", now.pointer, { what: pathOf(now) }, { operations: [pathOf(now)] })
    return
  }
  const name = pathOf(old)
  if (name !== pathOf(now))
    note(
      "operation-renamed",
      now.pointer,
      { what: name, to: pathOf(now) },
      { operations: [name], exports: [old.flatName] },
    )
  compareOperations(models, old, now, name)
}

/** Each named type once, for all operations that carry it; one that none carries as a type that callers write and read. */
function compareNamedTypes(models: ComparedModels, names: ReadonlyMap<OperationModel, string>): void {
  const { before, after, note } = models
  const reaches = [
    findTypeReach(before, pathOf),
    findTypeReach(after, (operation) => names.get(operation) ?? pathOf(operation)),
  ]
  const sameContext = haveSameContext(models)
  const carriers = (type: string, flow: "request" | "response") => [
    ...new Set(reaches.flatMap((reach) => [...(reach.get(type)?.[flow] ?? [])])),
  ]
  for (const [name, type] of before.types) {
    const exports = [name, `${name}Schema`]
    const now = after.types.get(name)
    if (!now) {
      note("type-removed", "/types", { what: name }, { exports })
      continue
    }
    if (sameContext && sameWriting(type, now)) continue
    const [sent, got] = [carriers(name, "request"), carriers(name, "response")]
    const isIdle = sent.length + got.length === 0
    if (sent.length > 0 || isIdle)
      compareTypes(models, type, now, { what: name, flow: "request", operations: sent, exports })
    if (got.length > 0 || isIdle)
      compareTypes(models, type, now, { what: name, flow: "response", operations: got, exports })
  }
  for (const [name, type] of after.types) if (!before.types.has(name)) note("type-added", type.pointer, { what: name })
}

/**
 * Whether what is written the same is the same type, too: nothing that is said elsewhere makes another of it. Most types
 * of a large model need no more than that look.
 */
function haveSameContext({ before, after, discriminated }: ComparedModels): boolean {
  const constants = ({ types }: ApiModel) =>
    [...types].filter(([, type]) => resolveType(type, types).kind === "const").map(([name]) => name)
  return sameWriting(discriminated.before, discriminated.after) && sameWriting(constants(before), constants(after))
}

/** Which of them an operation uses is told with the operation; what they say is the client's own behaviour. */
function comparePolicies({ before, after, note }: ComparedModels): void {
  for (const [what, olds, news] of [
    ["The retry policy", before.policies, after.policies],
    ["The rate limit", before.rateLimits, after.rateLimits],
    ["The circuit breaker", before.breakers, after.breakers],
    ["The pool", before.pools, after.pools],
  ] as const) {
    for (const [name, now] of news) {
      const old = olds.get(name)
      if (old && !sameMeaning(old, now))
        note("behavior-changed", now.pointer, { what: `${what} ${JSON.stringify(name)}` })
    }
  }
}
