import { parse, type AnyNode, type DocumentNode, type MemberNode } from "@humanwhocodes/momoa"
import { quoteText } from "../../diagnostics/quote-text.ts"
import type { Report } from "../../diagnostics/report.ts"
import type { Pointer } from "../../model/source.ts"
import { countParsedKeys, countWrittenKeys } from "./count-keys.ts"
import { emptyText } from "./empty-text.ts"
import { jsonPlace } from "./json-place.ts"
import { createLineTable } from "./line-table.ts"
import { maxDepth, maxHidden, type HiddenReading, type ParsedSource } from "./parsed-source.ts"
import { findPlace, type Place } from "./place.ts"
import { pointTo } from "./pointer.ts"

const byteOrderMark = "\ufeff"

/** Reads JSON with the engine's parser; a second, position-aware parse happens only where a key is written twice. */
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
    report.add("PRISTINE_M0001", "", json.trim() === "" ? emptyText : { reason, ...fixOf(json, offset) })
    return { file, text, data: undefined, hidden: [], locate: () => at(offset, Math.min(offset + 1, json.length)) }
  }
  const keys = countParsedKeys(data)
  if (keys === undefined) {
    report.add("PRISTINE_M0003", "", { limit: maxDepth })
    return { file, text, data: undefined, hidden: [], locate: () => at(0, 0) }
  }
  const syntax = once(() => parse(json, { ranges: true }))
  const locateIn = (place: () => Place): ParsedSource["locate"] => {
    return (pointer, side) => at(...findPlace(place(), pointer, side))
  }
  const hasDuplicates = keys !== countWrittenKeys(json)
  if (hasDuplicates) noteDuplicates(readNode(syntax().body, new Set()), report)
  const hidden = hasDuplicates ? findHidden(syntax()).slice(0, maxHidden) : []
  return {
    file,
    text,
    data,
    locate: locateIn(once(() => jsonPlace(json))),
    hidden: hidden.map((path): HiddenReading => {
      const { loc } = path.at(-1) ?? syntax()
      return {
        within: [loc.start.offset + skipped, loc.end.offset + skipped],
        read(into) {
          const reading = readNode(syntax().body, new Set(path))
          noteDuplicates(reading, into)
          return { data: reading.data, locate: locateIn(() => reading.place) }
        },
      }
    }),
  }
}

function noteDuplicates({ duplicates }: JsonReading, report: Report): void {
  for (const { pointer, key } of duplicates) report.add("PRISTINE_M0002", pointer, { key }, "key")
}

/** Where and why the engine's parser gave up. Engines name the place only for some errors; momoa fills in. */
function explainSyntaxError(json: string, error: unknown): { readonly offset: number; readonly reason: string } {
  const message = error instanceof Error ? error.message : ""
  const position = /at position (\d+)/.exec(message)?.[1]
  const offset = message.includes("end of JSON input") ? json.length : Number(position ?? momoaOffset(json))
  if (offset >= json.length) return { offset: json.length, reason: "unexpected end of the text" }
  return { offset, reason: `unexpected ${quoteText(String.fromCodePoint(json.codePointAt(offset) ?? 0))}` }
}

/** What to do about the slips that writers of other languages make. */
function fixOf(json: string, offset: number): { readonly fix?: string } {
  const found = json[offset]
  if ((found === "}" || found === "]") && json.slice(0, offset).trimEnd().endsWith(",")) {
    return { fix: `Remove the comma before ${found}.` }
  }
  return /^(?:\/[/*]|#)/.test(json.slice(offset, offset + 2)) ? { fix: "JSON has no comments; use YAML." } : {}
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

interface JsonReading {
  readonly data: unknown
  readonly place: Place
  /** Keys that stand in their object before, too. */
  readonly duplicates: readonly { readonly pointer: Pointer; readonly key: string }[]
}

/** Reads a node. Of members with one name the last counts, as for `JSON.parse`, unless another one is `chosen`. */
function readNode(node: AnyNode, chosen: ReadonlySet<MemberNode>): JsonReading {
  const duplicates: { readonly pointer: Pointer; readonly key: string }[] = []
  const read = (at: AnyNode, pointer: Pointer, depth: number): Omit<JsonReading, "duplicates"> => {
    const value = rangeOf(at)
    if (at.type === "Object" && depth < maxDepth) {
      const counting = new Map<string, MemberNode>()
      const seen = new Set<string>()
      for (const member of at.members) {
        const name = nameOf(member.name)
        const current = counting.get(name)
        if (current !== undefined && chosen.has(current)) continue
        if (current !== undefined) seen.add(name)
        counting.set(name, member)
      }
      const members = [...counting].map(([name, member]) => {
        const inner = pointTo(pointer, name)
        if (seen.has(name)) duplicates.push({ pointer: inner, key: name })
        const { data, place } = read(member.value, inner, depth + 1)
        return { name, data, place: { ...place, key: rangeOf(member.name) } }
      })
      return {
        // `fromEntries` defines own properties, so a key named `__proto__` stays an ordinary key.
        data: Object.fromEntries(members.map(({ name, data }) => [name, data])),
        place: { value, members: new Map(members.map(({ name, place }) => [name, place])) },
      }
    }
    if (at.type === "Array" && depth < maxDepth) {
      const items = at.elements.map((element, index) => read(element.value, pointTo(pointer, index), depth + 1))
      return { data: items.map(({ data }) => data), place: { value, items: items.map(({ place }) => place) } }
    }
    return { data: "value" in at ? at.value : null, place: { value } }
  }
  return { ...read(node, "", 0), duplicates }
}

/** For each hidden member the members that lead to it, itself the last. */
function findHidden(document: DocumentNode): readonly (readonly MemberNode[])[] {
  const found: (readonly MemberNode[])[] = []
  const visit = (node: AnyNode, path: readonly MemberNode[]): void => {
    if (path.length > maxDepth) return
    if (node.type === "Array") {
      for (const { value } of node.elements) visit(value, path)
    } else if (node.type === "Object") {
      const last = new Map(node.members.map((member) => [nameOf(member.name), member]))
      for (const member of node.members) {
        const inner = [...path, member]
        if (last.get(nameOf(member.name)) !== member) found.push(inner)
        visit(member.value, inner)
      }
    }
  }
  visit(document.body, [])
  return found
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
