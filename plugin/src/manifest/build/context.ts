import type { Report } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { Tree } from "../check/tree.ts"

/** Where a type expression stands: some keys mean something only there. */
export type TypeRole = "named" | "field" | "inline"

/** What building one model needs at hand. */
export interface BuildContext {
  readonly report: Report
  /** Turns a type expression into a node: types contain types. */
  readonly build: (tree: Tree, context: BuildContext, role?: TypeRole) => TypeNode
  /** Checked named types, for what must be known before types are built. */
  readonly typeTrees: ReadonlyMap<string, Tree>
  /** Names under `types` as written, those of invalid types included: a reference to one of them does not dangle. */
  readonly typeNames: ReadonlySet<string>
  /** Built named types; filled in their order. */
  readonly types: Map<string, TypeNode>
  /** Where types stand that cannot be read: they are `any`, and nothing more is said about them. */
  readonly unreadable: Set<Pointer>
  /** `defaults.omit_if`. */
  readonly omitNull: boolean
  /** Constants whose types can be checked only when all types are built. */
  readonly constants: ConstantCheck[]
}

export interface ConstantCheck {
  readonly pointer: Pointer
  readonly value: unknown
  readonly type: TypeNode
  /** What it is, for the message: `The default`. */
  readonly what: string
}
