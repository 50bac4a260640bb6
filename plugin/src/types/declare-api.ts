import { isDeclarable, encodeIdentifier } from "../codegen/encode/identifier.ts"
import { encodeKey } from "../codegen/encode/key.ts"
import { encodeString } from "../codegen/encode/string.ts"
import { breakerName, limitName, policyName } from "../codegen/names.ts"
import type { OperationModel } from "../model/operation.ts"
import type { DeclarationScope } from "./declaration-scope.ts"
import { formatDocComment } from "./doc-comment.ts"
import { firstOperation, flattenTree, type ResourceTree } from "./resource-tree.ts"

/** Types of the operations, as `declareOperation` returned them. */
export type OperationTypes = ReadonlyMap<OperationModel, string>

/**
 * Declares the default export, resources by name, operations by flat name, `createClient`, and the named policies and
 * limits.
 */
export function declareApi(scope: DeclarationScope, root: ResourceTree, types: OperationTypes): void {
  for (const tree of flattenTree(root)) declareInterface(scope, tree, types)

  const api = chooseApiName(scope, root)
  scope.writer.line(
    "declare const ",
    { name: api, position: { line: 1, column: 0 } },
    `: ${scope.names.resource(root)}`,
  )
  scope.writer.line("export default ", api)
  for (const [name, tree] of root.children) declareResource(scope, name, tree)
  for (const operation of scope.model.operations) {
    declareValue(scope, operation.flatName, operation.pointer, types.get(operation) ?? "unknown")
  }
  scope.writer.line()

  const { runtime } = scope.names
  scope.writer.lines(["/** Makes a client: the options given, the manifest and the environment for the rest. */"])
  const options = [runtime("ClientOptions"), ...serverOptions(scope)].join(" & ")
  scope.writer.line(`export declare function createClient(options?: ${options}): ${runtime("Client")}`)
  const { policies, rateLimits, breakers } = scope.model
  for (const { name, pointer } of policies.values()) {
    declareValue(scope, policyName(name), pointer, runtime("RetryPolicy"))
  }
  for (const { name, pointer } of rateLimits.values()) {
    declareValue(scope, limitName(name), pointer, runtime("RateLimitSpec"))
  }
  for (const { name, pointer } of breakers.values()) {
    declareValue(scope, breakerName(name), pointer, runtime("BreakerSpec"))
  }
  scope.writer.line()
}

/** The names of servers, and of their variables with the values that there are. */
function serverOptions({ model: { servers } }: DeclarationScope): string[] {
  if (servers.size === 0) return []
  const variables = new Map<string, Set<string>>()
  for (const server of servers.values()) {
    for (const [name, { values }] of server.variables) {
      const types = variables.get(name) ?? new Set()
      for (const each of values ? values.map((value) => encodeString(value)) : ["string"]) types.add(each)
      variables.set(name, types)
    }
  }
  const names = [...servers.keys()].map((name) => encodeString(name)).join(" | ")
  const known = [...variables].map(([name, types]) => `${encodeKey(name)}?: ${[...types].join(" | ")} | undefined`)
  const given = known.length === 0 ? "" : `; variables?: { ${known.join("; ")} }`
  return [`{ server?: ${names}${given} }`]
}

function declareInterface(scope: DeclarationScope, tree: ResourceTree, types: OperationTypes): void {
  scope.writer.lines(formatDocComment({ description: describe(scope, tree) }))
  scope.writer.line("export interface ", mapResource(scope, scope.names.resource(tree), tree), " {")
  for (const [name, child] of tree.children) {
    scope.writer.lines(formatDocComment({ description: describe(scope, child) }), "  ")
    scope.writer.line(
      "  readonly ",
      mapResource(scope, encodeIdentifier(name), child),
      `: ${scope.names.resource(child)}`,
    )
  }
  for (const operation of tree.operations) {
    scope.writer.lines(documentOperation(operation), "  ")
    const name = scope.mapped(encodeIdentifier(operation.name), operation.pointer)
    scope.writer.line("  readonly ", name, `: ${types.get(operation) ?? "unknown"}`)
  }
  scope.writer.lines(["}", ""])
}

function declareResource(scope: DeclarationScope, name: string, tree: ResourceTree): void {
  scope.writer.lines(formatDocComment({ description: describe(scope, tree) }))
  declareValue(scope, name, firstOperation(tree)?.pointer ?? "", scope.names.resource(tree))
}

/** A reserved word can be exported, but not declared. */
function declareValue(scope: DeclarationScope, name: string, pointer: string, type: string): void {
  const exported = scope.mapped(encodeIdentifier(name), pointer)
  if (isDeclarable(name)) {
    scope.writer.line("export declare const ", exported, `: ${type}`)
    return
  }
  const local = `${name}_`
  scope.writer.line("declare const ", scope.mapped(local, pointer), `: ${type}`)
  scope.writer.line(`export { ${local} as `, exported, " }")
}

/** The word that completion offers for the default export, unless something else is called that. */
function chooseApiName(scope: DeclarationScope, root: ResourceTree): string {
  const taken = new Set([...root.children.keys(), ...scope.model.operations.map((operation) => operation.flatName)])
  let name = "api"
  while (taken.has(name)) name += "_"
  return name
}

function documentOperation(operation: OperationModel): readonly string[] {
  return formatDocComment({
    description: operation.description,
    note: `\`${`${operation.method} ${operation.route}`.replaceAll("`", "'")}\`${operation.server ? ". For servers only." : ""}`,
    deprecated: operation.deprecated,
  })
}

function describe(scope: DeclarationScope, tree: ResourceTree): string | undefined {
  return tree.path === "" ? scope.model.description : scope.model.resources.get(tree.path)?.description
}

function mapResource(
  scope: DeclarationScope,
  name: string,
  tree: ResourceTree,
): ReturnType<DeclarationScope["mapped"]> {
  return tree.path === ""
    ? { name, position: { line: 1, column: 0 } }
    : scope.mapped(name, firstOperation(tree)?.pointer ?? "")
}
