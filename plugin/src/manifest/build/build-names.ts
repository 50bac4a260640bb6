import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Report, Side } from "../../diagnostics/report.ts"
import { breakerName, limitName, policyName } from "../../model/policy-exports.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"
import type { OperationNames } from "./build-operation.ts"
import { defaultPolicyName } from "./build-retry.ts"
import { effective, type EndpointEntry } from "./endpoint-entry.ts"
import { capitalise, isDangerousName, isIdentifier, splitWords, toCamelCase, toPascalCase } from "./names.ts"
import { nameOperations } from "./operation-names.ts"
import { olderPrimitives, primitives } from "./primitives.ts"

/** Names of all operations, in order, checked against each other and against everything else the module exports. */
export function buildNames(
  entries: readonly EndpointEntry[],
  manifest: Tree,
  report: Report,
): readonly OperationNames[] {
  const types = member(manifest, "types")
  const names = nameOperations(
    entries.map((entry) => ({ id: entry.id, name: textOf(entry.tree, "name"), resource: resourceOf(entry) })),
  )
  const called = entries.map((entry, index): OperationNames => {
    const resource = resourceOf(entry).map((part) => toCamelCase(splitWords(part)))
    const name = names[index] ?? ""
    return { resource, name, flatName: toFlatName(resource, name) }
  })
  checkTypeNames(types, report)
  checkResourceNames(entries, called, report)
  checkOperationNames(entries, called, report)
  checkExports(entries, called, manifest, report)
  return called
}

/** `pets` and `get` → `petsGet`. */
function toFlatName(resource: readonly string[], name: string): string {
  return [...resource, name].map((part, index) => (index === 0 ? part : capitalise(part))).join("")
}

function resourceOf(entry: EndpointEntry): readonly string[] {
  return textOf(effective(entry, "resource"))?.split(".") ?? []
}

function checkTypeNames(types: Tree | undefined, report: Report): void {
  for (const [name, { pointer }] of membersOf(types)) {
    if (isDangerousName(name)) report.add("PRISTINE_M0204", pointer, { name, what: "a type" }, "key")
    else if (!/^\p{Lu}/u.test(name) || !isIdentifier(name)) {
      const better = toPascalCase(splitWords(name))
      const usable = /^\p{Lu}/u.test(better) && !primitives.includes(name) && !olderPrimitives.includes(name)
      report.add("PRISTINE_M0205", pointer, { name, what: "a type", suggestion: usable ? better : undefined }, "key")
    }
  }
}

/** Reports a resource that is written in another way before, which would be the same one. */
function checkResourceNames(
  entries: readonly EndpointEntry[],
  called: readonly OperationNames[],
  report: Report,
): void {
  const spellings = new Map<string, readonly string[]>()
  for (const [index, entry] of entries.entries()) {
    const written = resourceOf(entry)
    for (const depth of written.keys()) {
      const name = called[index]?.resource.slice(0, depth + 1).join(".") ?? ""
      const second = written.slice(0, depth + 1).join(".")
      const known = spellings.get(name) ?? []
      const [first] = known
      if (known.includes(second)) continue
      spellings.set(name, [...known, second])
      if (first === undefined) continue
      report.add("PRISTINE_M0206", effective(entry, "resource")?.pointer ?? entry.tree.pointer, { name, first, second })
      break
    }
  }
}

function checkOperationNames(
  entries: readonly EndpointEntry[],
  called: readonly OperationNames[],
  report: Report,
): void {
  const seen = new Map<string, EndpointEntry>()
  for (const [index, entry] of entries.entries()) {
    const { resource, name } = called[index] ?? { resource: [], name: "" }
    const { at, side } = placeOfName(entry.tree)
    for (const [depth, part] of resource.entries()) {
      const place = effective(entry, "resource")?.pointer ?? entry.tree.pointer
      // A resource is an export of the module, whose default export is the API.
      if (isDangerousName(part) || (depth === 0 && part === "default"))
        report.add("PRISTINE_M0204", place, { name: part, what: "a resource" })
      else if (!isIdentifier(part))
        report.add("PRISTINE_M0205", place, { name: part, what: "a resource", suggestion: undefined })
    }
    if (isDangerousName(name) || name === "default")
      report.add("PRISTINE_M0204", at, { name, what: "an operation" }, side)
    else if (!isIdentifier(name))
      report.add("PRISTINE_M0205", at, { name: name || entry.id, what: "an operation", suggestion: undefined }, side)
    const identity = [...resource, name].join(".")
    const other = seen.get(identity)
    if (other) {
      // A name that somebody chose is easier to change than one that an id gives.
      const chosen = side === "key" && member(other.tree, "name") ? placeOfName(other.tree) : { at, side }
      report.add("PRISTINE_M0202", chosen.at, { name, first: other.id, second: entry.id }, chosen.side)
    } else seen.set(identity, entry)
  }
}

/** What an operation's name comes from: its `name`, or its id. */
function placeOfName(tree: Tree): { readonly at: string; readonly side: Side } {
  const given = member(tree, "name")
  return given ? { at: given.pointer, side: "value" } : { at: tree.pointer, side: "key" }
}

/** Exports of the root module: each name may be there once. */
function checkExports(
  entries: readonly EndpointEntry[],
  called: readonly OperationNames[],
  manifest: Tree,
  report: Report,
): void {
  const owners = new Map<string, string>([
    ["createClient", "the client factory"],
    [policyName(defaultPolicyName), policyOwner(defaultPolicyName)],
  ])
  const claim = (name: string, owner: string, pointer: string, side: Side = "key"): void => {
    const other = owners.get(name)
    if (other === undefined) owners.set(name, owner)
    else if (other !== owner) report.add("PRISTINE_M0203", pointer, { name, first: other, second: owner }, side)
  }
  const policies = [
    ["retry_policies", policyName, policyOwner],
    ["rate_limits", limitName, (name: string) => `the rate limit ${quoteText(name)}`],
    ["circuit_breakers", breakerName, (name: string) => `the circuit breaker ${quoteText(name)}`],
  ] as const
  for (const [key, exportName, ownerOf] of policies) {
    for (const [name, { pointer }] of membersOf(member(manifest, key))) claim(exportName(name), ownerOf(name), pointer)
  }
  for (const [name, { pointer }] of membersOf(member(manifest, "types"))) {
    claim(name, `the type ${quoteText(name)}`, pointer)
    claim(`${name}Schema`, `the schema of the type ${quoteText(name)}`, pointer)
  }
  for (const [index, { tree }] of entries.entries()) {
    const top = called[index]?.resource[0]
    if (top !== undefined) claim(top, `the resource ${quoteText(top)}`, effectiveResource(entries[index], tree))
  }
  const resources = new Set(
    called.flatMap(({ resource }) => resource.map((_, depth) => resource.slice(0, depth + 1).join("."))),
  )
  const seen = new Set<string>()
  for (const [index, { id, tree }] of entries.entries()) {
    const { flatName, resource, name } = called[index] ?? { flatName: "", resource: [], name: "" }
    // Two operations of one name were reported as such.
    const identity = [...resource, name].join(".")
    if (seen.has(identity)) continue
    seen.add(identity)
    const owner = `the endpoint ${quoteText(id)}`
    const { at, side } = placeOfName(tree)
    claim(flatName, owner, at, side)
    for (const suffix of ["Input", "Error"])
      claim(capitalise(flatName) + suffix, `${owner} (${suffix.toLowerCase()})`, at, side)
    // Within a resource, an operation and a nested resource share one namespace.
    if (resource.length > 0 && resources.has(identity))
      report.add("PRISTINE_M0203", at, { name, first: `the resource ${quoteText(identity)}`, second: owner }, side)
  }
}

function policyOwner(name: string): string {
  return `the retry policy ${quoteText(name)}`
}

function effectiveResource(entry: EndpointEntry | undefined, tree: Tree): string {
  return (entry && effective(entry, "resource")?.pointer) ?? tree.pointer
}
