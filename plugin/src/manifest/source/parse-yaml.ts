import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from "yaml"
import type { Report } from "../../diagnostics/report.ts"
import { emptyText } from "./empty-text.ts"
import { createLineTable } from "./line-table.ts"
import { maxDepth, maxHidden, type HiddenReading, type ParsedSource } from "./parsed-source.ts"
import { findPlace, type Place } from "./place.ts"
import { pointTo } from "./pointer.ts"

/** Most nodes that anchors and aliases may unfold to. */
const maxNodes = 200_000

interface Reading {
  readonly document: Document
  readonly report: Report
  /** Members that count in place of the last with their name. */
  readonly chosen: ReadonlySet<Pair>
  /** What aliases mean: each of them asks the whole document. */
  readonly targets: Map<Node, Node | undefined>
  nodes: number
}

interface Read {
  readonly data: unknown
  readonly place: Place
}

/** Reads YAML 1.2 as far as JSON can express it: the result is what the same manifest in JSON would give. */
export function parseYaml(text: string, file: string, report: Report): ParsedSource {
  const lines = createLineTable(text)
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "error", keepSourceTokens: false })
  const [syntaxError] = document.errors
  if (syntaxError !== undefined) {
    report.add("PRISTINE_M0001", "", { reason: firstSentence(syntaxError.message) })
    const [start, end] = syntaxError.pos
    return {
      file,
      text,
      data: undefined,
      hidden: [],
      locate: () => ({ start: lines(start), end: lines(Math.max(start, end)) }),
    }
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    report.add("PRISTINE_M0001", "", emptyText)
    return { file, text, data: undefined, hidden: [], locate: () => ({ start: lines(0), end: lines(0) }) }
  }
  const readWith = (chosen: readonly Pair[], into: Report): Pick<ParsedSource, "data" | "locate"> => {
    const reading = { document, report: into, chosen: new Set(chosen), targets: new Map(), nodes: 0 }
    const { data, place } = read(document.contents, "", reading, [])
    return {
      data,
      locate: (pointer, side) => {
        const [start, end] = findPlace(place, pointer, side)
        return { start: lines(start), end: lines(end) }
      },
    }
  }
  return {
    file,
    text,
    ...readWith([], report),
    hidden: findHidden(document.contents)
      .slice(0, maxHidden)
      .map((path): HiddenReading => {
        const { key, value } = path.at(-1) ?? {}
        const [start, end] = isNode(key) ? rangeOf(key) : [0, 0]
        return {
          within: [start, isNode(value) ? rangeOf(value)[1] : end],
          read: (into) => readWith(path, into),
        }
      }),
  }
}

/** For each member that a later one of its name hides the members that lead to it, itself the last. */
function findHidden(contents: Node | null): readonly (readonly Pair[])[] {
  const found: (readonly Pair[])[] = []
  const visit = (node: unknown, path: readonly Pair[], depth: number): void => {
    if (depth > maxDepth) return
    if (isSeq(node)) for (const item of node.items) visit(item, path, depth + 1)
    if (!isMap(node)) return
    const last = new Map(node.items.map((pair) => [nameOf(pair), pair]))
    for (const pair of node.items) {
      const inner = [...path, pair]
      if (last.get(nameOf(pair)) !== pair) found.push(inner)
      visit(pair.value, inner, depth + 1)
    }
  }
  visit(contents, [], 0)
  return found
}

function nameOf({ key }: Pair): unknown {
  return isScalar(key) ? (key.source ?? String(key.value)) : key
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
    const { targets, document } = reading
    const target = targets.has(node) ? targets.get(node) : node.resolve(document)
    targets.set(node, target)
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
  const entries = new Map<string, unknown>()
  const members = new Map<string, Place>()
  const settled = new Set<string>()
  for (const pair of pairs) {
    const key = pair.key
    if (!isScalar(key)) {
      reading.report.add("PRISTINE_M0004", pointer, { what: "a key that is not plain text" })
      continue
    }
    const name = key.source ?? String(key.value)
    if (settled.has(name)) continue
    if (name === "<<" && key.type === "PLAIN") {
      const fix = "Write the members out, or give the key a whole value by an alias: `response: *pet`."
      reading.report.add("PRISTINE_M0004", pointTo(pointer, name), { what: "merge keys (<<) of YAML 1.1", fix }, "key")
      members.set(name, { value, key: rangeOf(key) })
      continue
    }
    if (reading.chosen.has(pair)) settled.add(name)
    const inner = pointTo(pointer, name)
    const { data, place } = read(pair.value as Node | null, inner, reading, path)
    const located = { ...place, key: rangeOf(key), ...(pair.value === null && { value: rangeOf(key) }) }
    if (members.has(name)) reading.report.add("PRISTINE_M0002", inner, { key: name }, "key")
    members.set(name, located)
    entries.set(name, data)
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
