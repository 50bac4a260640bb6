import { parse, type AnyNode, type DocumentNode } from "@humanwhocodes/momoa"
import type { Report } from "../../diagnostics/report.ts"
import { countParsedKeys, countWrittenKeys } from "./count-keys.ts"
import { createLineTable } from "./line-table.ts"
import { maxDepth, type ParsedSource } from "./parsed-source.ts"
import { findPlace, type Place } from "./place.ts"
import { pointTo } from "./pointer.ts"

const byteOrderMark = "\ufeff"

/** Reads JSON with the engine's parser; a second, position-aware parse happens only when something must be located. */
export function parseJson(text: string, file: string, report: Report): ParsedSource {
  const json = text.startsWith(byteOrderMark) ? text.slice(1) : text
  const skipped = text.length - json.length
  const lines = once(() => createLineTable(text))
  const at = (start: number, end: number) => ({ start: lines()(start + skipped), end: lines()(end + skipped) })
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch (error) {
    const { offset, reason } = explainSyntaxError(json, error)
    report.add("PRISTINE_M0001", "", { reason })
    return { file, text, data: undefined, locate: () => at(offset, Math.min(offset + 1, json.length)) }
  }
  const keys = countParsedKeys(data)
  if (keys === undefined) {
    report.add("PRISTINE_M0003", "", { limit: maxDepth })
    return { file, text, data: undefined, locate: () => at(0, 0) }
  }
  const syntax = once(() => parse(json, { ranges: true }))
  const places = once(() => toPlace(syntax().body))
  const duplicates = keys === countWrittenKeys(json) ? new Map<string, Place>() : findDuplicates(syntax())
  for (const [pointer] of duplicates) {
    report.add("PRISTINE_M0002", pointer, { key: duplicateKey(pointer) }, "key")
  }
  return {
    file,
    text,
    data,
    locate: (pointer, side) => {
      const duplicate = side === "key" ? duplicates.get(pointer)?.key : undefined
      return at(...(duplicate ?? findPlace(places(), pointer, side)))
    },
  }
}

/** Where and why the engine's parser gave up. Engines name the place only for some errors; momoa fills in. */
function explainSyntaxError(json: string, error: unknown): { readonly offset: number; readonly reason: string } {
  const message = error instanceof Error ? error.message : ""
  const position = /at position (\d+)/.exec(message)?.[1]
  const offset = message.includes("end of JSON input") ? json.length : Number(position ?? momoaOffset(json))
  if (offset >= json.length) return { offset: json.length, reason: "unexpected end of the text" }
  return { offset, reason: `unexpected ${JSON.stringify(String.fromCodePoint(json.codePointAt(offset) ?? 0))}` }
}

function momoaOffset(json: string): number {
  try {
    parse(json)
    return 0
  } catch (error) {
    return hasOffset(error) ? error.offset : 0
  }
}

function hasOffset(error: unknown): error is { readonly offset: number } {
  return typeof error === "object" && error !== null && "offset" in error && typeof error.offset === "number"
}

function toPlace(node: AnyNode, key?: AnyNode): Place {
  const place = { value: rangeOf(node), ...(key && { key: rangeOf(key) }) }
  if (node.type === "Object")
    return {
      ...place,
      members: new Map(node.members.map((member) => [nameOf(member.name), toPlace(member.value, member.name)])),
    }
  if (node.type === "Array") return { ...place, items: node.elements.map((element) => toPlace(element.value)) }
  return place
}

/** Pointers of keys that occur again in their object, with the place of the repetition. */
function findDuplicates(document: DocumentNode): Map<string, Place> {
  const found = new Map<string, Place>()
  const visit = (node: AnyNode, pointer: string): void => {
    if (node.type === "Array") {
      for (const [index, element] of node.elements.entries()) visit(element.value, pointTo(pointer, index))
    } else if (node.type === "Object") {
      const seen = new Set<string>()
      for (const member of node.members) {
        const name = nameOf(member.name)
        const inner = pointTo(pointer, name)
        if (seen.has(name)) found.set(inner, toPlace(member.value, member.name))
        seen.add(name)
        visit(member.value, inner)
      }
    }
  }
  visit(document.body, "")
  return found
}

function duplicateKey(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf("/") + 1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~")
}

function nameOf(node: AnyNode): string {
  if (node.type === "String") return node.value
  return node.type === "Identifier" ? node.name : ""
}

function rangeOf(node: AnyNode): readonly [number, number] {
  return [node.loc.start.offset, node.loc.end.offset]
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
