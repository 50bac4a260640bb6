import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from "yaml"
import type { Report } from "../../diagnostics/report.ts"
import { createLineTable } from "./line-table.ts"
import { maxDepth, type ParsedSource } from "./parsed-source.ts"
import { findPlace, type Place } from "./place.ts"
import { pointTo } from "./pointer.ts"

/** Most nodes that anchors and aliases may unfold to. */
const maxNodes = 200_000

interface Reading {
  readonly document: Document
  readonly report: Report
  nodes: number
}

interface Read {
  readonly data: unknown
  readonly place: Place
}

/** Reads YAML 1.2 as far as JSON can express it: the result is what the same manifest in JSON would give. */
export function parseYaml(text: string, file: string, report: Report): ParsedSource {
  const lines = createLineTable(text)
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent", keepSourceTokens: false })
  const [syntaxError] = document.errors
  if (syntaxError !== undefined) {
    report.add("PRISTINE_M0001", "", { reason: firstSentence(syntaxError.message) })
    const [start, end] = syntaxError.pos
    return { file, text, data: undefined, locate: () => ({ start: lines(start), end: lines(Math.max(start, end)) }) }
  }
  const { data, place } = read(document.contents, "", { document, report, nodes: 0 }, [])
  return {
    file,
    text,
    data,
    locate: (pointer, side) => {
      const [start, end] = findPlace(place, pointer, side)
      return { start: lines(start), end: lines(end) }
    },
  }
}

function read(node: Node | null, pointer: string, reading: Reading, path: readonly Node[]): Read {
  if (node === null) return { data: null, place: { value: [0, 0] } }
  const value = rangeOf(node)
  const refuse = (what: string): Read => {
    reading.report.add("PRISTINE_M0004", pointer, { what })
    return { data: null, place: { value } }
  }
  if (path.length > maxDepth || ++reading.nodes > maxNodes) {
    reading.report.add("PRISTINE_M0003", "", { limit: maxDepth })
    return { data: null, place: { value } }
  }
  const inside = [...path, node]
  if (isAlias(node)) {
    const target = node.resolve(reading.document)
    if (target && inside.includes(target)) return refuse("an alias of something that contains it")
    return target === undefined ? refuse("an alias without its anchor") : read(target, pointer, reading, inside)
  }
  if (isMap(node)) return readMap(node.items, value, pointer, reading, inside)
  if (isSeq(node)) {
    const items = node.items.map((item, index) => read(item as Node | null, pointTo(pointer, index), reading, inside))
    return { data: items.map(({ data }) => data), place: { value, items: items.map(({ place }) => place) } }
  }
  if (!isScalar(node)) return refuse("this kind of YAML node")
  const scalar = node.value
  if (typeof scalar === "number" && !Number.isFinite(scalar)) return refuse("a number that is not finite")
  if (scalar !== null && !["string", "number", "boolean"].includes(typeof scalar)) return refuse("this kind of value")
  return { data: scalar, place: { value } }
}

function readMap(
  pairs: readonly Pair[],
  value: Place["value"],
  pointer: string,
  reading: Reading,
  path: readonly Node[],
): Read {
  const entries: [string, unknown][] = []
  const members = new Map<string, Place>()
  for (const pair of pairs) {
    const key = pair.key
    if (!isScalar(key)) {
      reading.report.add("PRISTINE_M0004", pointer, { what: "a key that is not plain text" })
      continue
    }
    const name = key.source ?? String(key.value)
    const inner = pointTo(pointer, name)
    const { data, place } = read(pair.value as Node | null, inner, reading, path)
    const located = { ...place, key: rangeOf(key), ...(pair.value === null && { value: rangeOf(key) }) }
    if (members.has(name)) reading.report.add("PRISTINE_M0002", inner, { key: name }, "key")
    members.set(name, located)
    entries.push([name, data])
  }
  // `fromEntries` defines own properties, so a key named `__proto__` stays an ordinary key.
  return { data: Object.fromEntries(entries), place: { value, members } }
}

function rangeOf(node: Node): readonly [number, number] {
  const [start, end] = node.range ?? [0, 0]
  return [start, end]
}

function firstSentence(message: string): string {
  return (message.split(/ at line \d+|\n/)[0] ?? message)
    .replace(/[.:]$/, "")
    .replace(/^./, (first) => first.toLowerCase())
}
