import type { ApiModel } from "../model/api-model.ts"
import type { TypeNode } from "../model/type-node.ts"
import { childTypes } from "../model/child-types.ts"
import type { Hole, TypeTemplate } from "./type-template.ts"
import type { TemplateSource } from "./type-printer.ts"

/**
 * Names of the types that a caller writes differently from how a reader gets them, be it by themselves or through a
 * type that they mention. Opaque types (those of a codec's module) are one on both sides.
 */
export function findSplitTypes(
  model: Pick<ApiModel, "types">,
  templates: TemplateSource,
  opaque: ReadonlySet<string>,
): ReadonlySet<string> {
  const split = new Set<string>()
  const mentionedBy = new Map<string, string[]>()

  for (const [name, type] of model.types) {
    if (opaque.has(name) || type.side !== undefined) continue
    if (!areSame(templates(type, "input"), templates(type, "output"))) split.add(name)
    for (const mentioned of references(type)) mentionedBy.set(mentioned, [...(mentionedBy.get(mentioned) ?? []), name])
  }

  const queue = [...split]
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const other of mentionedBy.get(name) ?? []) {
      if (split.has(other) || model.types.get(other)?.side !== undefined) continue
      split.add(other)
      queue.push(other)
    }
  }
  // In declaration order, so that the same manifest gives the same bytes.
  return new Set([...model.types.keys()].filter((name) => split.has(name)))
}

function areSame(a: TypeTemplate, b: TypeTemplate): boolean {
  return a === b || (isSameList(a.pieces, b.pieces) && isSameList(a.holes.map(nameOf), b.holes.map(nameOf)))
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

function nameOf(hole: Hole): string {
  return hole.kind === "schema" ? `schema ${hole.name}` : hole.kind
}

function references(type: TypeNode): string[] {
  return type.kind === "ref" ? [type.name] : childTypes(type).flatMap(references)
}
