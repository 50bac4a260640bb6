import { closest } from "../../diagnostics/closest.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { ApiModel } from "../../model/api-model.ts"
import type { OperationModel } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import { isObject, ownValue } from "../check/accepts-value.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import { buildAuth } from "./build-auth.ts"
import { buildBaseUrl } from "./build-base-url.ts"
import { buildBreakers } from "./build-breakers.ts"
import { buildPools, buildRateLimits } from "./build-limits.ts"
import { buildNames } from "./build-names.ts"
import { buildOperation, type Names } from "./build-operation.ts"
import { checkPollInput, polledId } from "./build-poll.ts"
import { buildProvider } from "./build-provider.ts"
import { buildPolicies, builtInPolicy, defaultPolicyName } from "./build-retry.ts"
import { buildServers } from "./build-servers.ts"
import { buildNamedTypes, buildType } from "./build-type.ts"
import { checkConstants } from "./check-constants.ts"
import { checkEventTypes } from "./check-event-types.ts"
import { checkFiles } from "./check-files.ts"
import { checkReferenceCycles } from "./check-reference-cycles.ts"
import { checkUnions } from "./check-unions.ts"
import type { BuildContext } from "./context.ts"
import { listEndpoints, type EndpointEntry } from "./endpoint-entry.ts"
import { splitWords, toCamelCase } from "./names.ts"

/**
 * Builds the model of a checked manifest. What is wrong is reported; the result counts only where nothing is.
 *
 * @param documents All readings of the text: a name that one of them defines is no dangling reference.
 */
export function buildModel(manifest: Tree, documents: readonly unknown[], report: Report): ApiModel {
  const types = member(manifest, "types")
  const context: BuildContext = {
    report,
    build: buildType,
    typeTrees: new Map(membersOf(types)),
    typeNames: writtenNames(documents, "types"),
    types: new Map(),
    unreadable: new Set(),
    omitNull: textOf(member(manifest, "defaults"), "omit_if") === "null",
    constants: [],
  }
  const entries = listEndpoints(manifest, report)
  const auth = buildAuth(member(manifest, "auth"), report)
  const policyNames = new Set([...writtenNames(documents, "retry_policies"), ...writtenNames(documents, "policies")])
  const policies = buildPolicies(member(manifest, "retry_policies"), policyNames, report)
  const names: Names = {
    auth: new Set([...auth.keys(), ...writtenNames(documents, "auth")]),
    serverAuth: new Set([...auth].filter(([, schemes]) => schemes.some(({ server }) => server)).map(([name]) => name)),
    policies: policyNames,
    rateLimits: writtenNames(documents, "rate_limits"),
    breakers: writtenNames(documents, "circuit_breakers"),
    pools: writtenNames(documents, "pools"),
    endpoints: new Set([...entries.map(({ id }) => id), ...writtenNames(documents, "endpoints")]),
  }
  const called = buildNames(entries, manifest, report)
  checkReferenceCycles(context)
  buildNamedTypes(types, context)
  checkPolls(entries, names, context)
  const entriesById = new Map(entries.map((entry) => [entry.id, entry]))
  const sources = { names, entries: entriesById, errorTypes: member(manifest, "error_types") }
  const operations = entries.map((entry, index) =>
    buildOperation(entry, called[index] ?? { resource: [], name: "", flatName: "" }, sources, context),
  )
  const byId = new Map(operations.filter((each) => isReadable(each, context)).map((each) => [each.id, each]))
  for (const operation of operations) {
    const entry = entriesById.get(operation.id)
    if (!entry) continue
    checkPollInput(operation, entry, byId, entriesById, context)
    checkEventTypes(operation, entry, context)
  }
  const checkedTypes = checkUnions(operations, context)
  checkConstants(context)
  checkFiles(operations, context)
  const usesDefault = operations.some(({ retry }) => retry.includes(defaultPolicyName))
  const description = textOf(manifest, "description")
  const provider = buildProvider(member(manifest, "provider"))
  return {
    name: textOf(manifest, "name") ?? "",
    version: textOf(manifest, "version") ?? "",
    ...(description !== undefined && { description }),
    baseUrl: buildBaseUrl(member(manifest, "base_url"), report),
    servers: buildServers(member(manifest, "servers"), member(manifest, "base_url") !== undefined, report),
    auth,
    policies:
      usesDefault && !policies.has(defaultPolicyName)
        ? new Map([[defaultPolicyName, builtInPolicy(report)], ...policies])
        : policies,
    rateLimits: buildRateLimits(member(manifest, "rate_limits"), report),
    breakers: buildBreakers(member(manifest, "circuit_breakers"), report),
    pools: buildPools(member(manifest, "pools")),
    ...(provider && { provider }),
    resources: buildResources(manifest, entries, report),
    operations: checkedTypes.operations,
    types: checkedTypes.types,
  }
}

/** Whether all of an operation's input is known. */
function isReadable({ path, body }: OperationModel, { types, unreadable }: BuildContext): boolean {
  return path.length > 0 && !(body && unreadable.has(resolveType(body.type, types).pointer))
}

/** Keys of a section as written: what is there but invalid is no dangling reference. */
function writtenNames(documents: readonly unknown[], section: string): ReadonlySet<string> {
  return new Set(
    documents.flatMap((document) => {
      const found = isObject(document) ? ownValue(document, section) : undefined
      return isObject(found) ? Object.keys(found) : []
    }),
  )
}

function buildResources(manifest: Tree, entries: readonly EndpointEntry[], report: Report): ApiModel["resources"] {
  const toPath = (name: string) =>
    name
      .split(".")
      .map((part) => toCamelCase(splitWords(part)))
      .join(".")
  const used = new Set(
    entries.flatMap(({ tree, defaults }) => {
      const name = textOf(tree, "resource") ?? textOf(defaults, "resource")
      // A resource that only holds others can be described, too.
      return name === undefined ? [] : name.split(".").map((_, index, parts) => parts.slice(0, index + 1).join("."))
    }),
  )
  return new Map(
    membersOf(member(manifest, "resources")).map(([name, tree]) => {
      if (!used.has(name)) {
        report.add("PRISTINE_M0302", tree.pointer, { kind: "resource", name, suggestion: closest(name, used) }, "key")
      }
      const description = textOf(tree, "description")
      return [toPath(name), description === undefined ? {} : { description }]
    }),
  )
}

/** Reports polls of endpoints that do not exist, and `poll` where nothing is polled. */
function checkPolls(entries: readonly EndpointEntry[], names: Names, { report }: BuildContext): void {
  const polled = new Set<string>()
  const isAsync = ({ tree, defaults }: EndpointEntry) =>
    (member(tree, "async") ?? member(defaults, "async"))?.value === true
  for (const entry of entries) {
    const target = polledId(entry)
    const own = member(entry.tree, "poll_endpoint")
    if (own && member(member(entry.tree, "poll"), "endpoint"))
      report.add("PRISTINE_M0105", own.pointer, { key: "poll.endpoint", synonym: "poll_endpoint" }, "key")
    const id = textOf(target)
    if (target === undefined || id === undefined) continue
    if (!names.endpoints.has(id))
      report.add("PRISTINE_M0302", target.pointer, {
        kind: "endpoint",
        name: id,
        suggestion: closest(id, names.endpoints),
      })
    if (isAsync(entry)) polled.add(id)
  }
  for (const entry of entries) {
    const poll = member(entry.tree, "poll")
    if (poll === undefined || isAsync(entry) || polled.has(entry.id)) continue
    const because = "the endpoint is not asynchronous, and none polls it"
    report.add("PRISTINE_M0109", poll.pointer, { key: "poll", because, fix: 'Add "async": true, or remove it.' }, "key")
  }
}
