import type { ApiModel } from "../../model/api-model.ts"
import { CodeModule } from "../code-module.ts"
import { encodeIdentifier } from "../encode/identifier.ts"
import { encodeKey } from "../encode/key.ts"
import { encodeString } from "../encode/string.ts"
import { layoutObject } from "../layout.ts"
import { breakerName, limitName, policyName, resourcePart, schemaName } from "../names.ts"
import type { GeneratedModule, GenerateOptions, Part } from "../options.ts"
import { childResources, resourcePaths } from "../resources.ts"

/** What `import … from "./manifest.pristine.json"` sees: re-exports only. */
export function generateRoot(model: ApiModel, options: GenerateOptions): GeneratedModule {
  const module = new CodeModule(options)
  const from = (part: Part): string => `from ${encodeString(options.importId(part))}`
  const only = options.only?.filter(([first]) => first !== "*")
  const all = only === undefined || only.some((chain) => chain.length === 0)
  const named = (options.only ?? []).flatMap(([first, ...chain]) => (first === "*" ? [chain] : []))
  if (!all) module.add(`export default ${chosen(module, model, only)}`)
  else if (options.reexportsDefault ?? true) module.add(`export * as default ${from("operations")}`)
  else module.add(`export { ${module.namespace("operations", "api")} as default }`)

  const resources = childResources(model, []).map((name) => {
    const chains = named.filter(([first]) => first === name).map((chain) => chain.slice(1))
    if (chains.length > 0) return chosenResource(module, model, name, chains)
    return `export * as ${encodeIdentifier(name)} ${from(resourcePart([name]))}`
  })
  if (resources.length > 0) module.add(resources.join("\n"))

  const flat = [[], ...resourcePaths(model)].flatMap((path) => {
    const operations = model.operations.filter((operation) => operation.resource.join(".") === path.join("."))
    return operations.length === 0
      ? []
      : [
          list(
            operations.map(({ name, flatName }) => [name, flatName]),
            from(resourcePart(path)),
          ),
        ]
  })
  if (flat.length > 0) module.add(flat.join("\n"))

  if (model.types.size > 0) {
    module.add(
      list(
        [...model.types.keys()].map((name) => [schemaName(name), schemaName(name)]),
        from("schemas"),
      ),
    )
  }
  const taken = new Set([...childResources(model, []), ...model.operations.map(({ flatName }) => flatName)])
  const shared = [
    ...[...model.policies.keys()].map(policyName),
    ...[...model.rateLimits.keys()].map(limitName),
    ...[...model.breakers.keys()].map(breakerName),
  ]
  const fromService = ["createClient", ...shared.filter((name) => !taken.has(name))]
  module.add(
    list(
      fromService.map((name) => [name, name]),
      from("service"),
    ),
  )
  return module.render()
}

function list(names: readonly (readonly [name: string, as: string])[], from: string): string {
  const parts = names.map(([name, as]) => {
    return name === as ? encodeIdentifier(name) : `${encodeIdentifier(name)} as ${encodeIdentifier(as)}`
  })
  const line = `export { ${parts.join(", ")} } ${from}`
  return line.length <= 120 ? line : `export {\n${parts.map((part) => `  ${part},\n`).join("")}} ${from}`
}

interface Branch {
  readonly children: Map<string, Branch>
  /** Set where a chain ends: an operation, or a resource as a whole. */
  leaf?: string
}

/**
 * A default export with nothing but the operations that an importer names, for a bundler that keeps whole namespaces.
 * A chain that ends early keeps the resource; one that leads nowhere keeps nothing, as it would on the namespace.
 */
function chosen(module: CodeModule, model: ApiModel, chains: readonly (readonly string[])[]): string {
  const root: Branch = { children: new Map() }
  for (const chain of chains) addChain(module, model, root, chain)
  return branchCode(root)
}

/** The same for a resource that is imported by its name. */
function chosenResource(
  module: CodeModule,
  model: ApiModel,
  name: string,
  chains: readonly (readonly string[])[],
): string {
  const root: Branch = { children: new Map() }
  for (const chain of chains) addChain(module, model, root, [name, ...chain])
  const local = module.claim(name)
  return `const ${local} = ${branchCode(root.children.get(name) ?? root)}\nexport { ${local} as ${encodeIdentifier(name)} }`
}

function addChain(module: CodeModule, model: ApiModel, root: Branch, chain: readonly string[]): void {
  const paths = new Set(resourcePaths(model).map((path) => path.join(".")))
  for (let length = 1, branch = root; length <= chain.length && branch.leaf === undefined; length++) {
    const path = chain.slice(0, length)
    const name = path.at(-1) ?? ""
    const isResource = paths.has(path.join("."))
    const holder = path.slice(0, -1)
    const isOperation = model.operations.some(
      (each) => each.name === name && each.resource.join(".") === holder.join("."),
    )
    if (!isResource && !isOperation) return
    let next = branch.children.get(name)
    if (!next) branch.children.set(name, (next = { children: new Map() }))
    if (!isResource) next.leaf = module.part(resourcePart(holder), name)
    else if (length === chain.length) next.leaf = module.namespace(resourcePart(path), name)
    branch = next
  }
}

function branchCode(branch: Branch): string {
  if (branch.leaf !== undefined) return branch.leaf
  return layoutObject(
    [...branch.children].map(([name, child]) => {
      const code = branchCode(child)
      return code === name ? name : `${encodeKey(name)}: ${code}`
    }),
  )
}
