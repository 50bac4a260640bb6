import { createRequire } from "node:module"
import type * as regexpp from "@eslint-community/regexpp"
import type { AST } from "@eslint-community/regexpp"

/** The automaton of a pattern with a state for each of its characters, after Glushkov. */
export interface PositionAutomaton {
  /** What each position matches: a bit for each sample of the alphabet. */
  readonly labels: readonly bigint[]
  /** Which positions may come after one, and in how many ways. */
  readonly follow: readonly ReadonlyMap<number, number>[]
  /** Positions after which the pattern has matched. */
  readonly last: ReadonlySet<number>
}

type Parser = typeof regexpp

const require = createRequire(import.meta.url)

/** More of a group that is repeated a given number of times stands for a loop. */
const mostCopies = 12

/** Longer patterns are not looked into. */
const mostPositions = 600

/**
 * The automata of a pattern and of each of its lookarounds; none of a pattern that is too long to look into.
 *
 * A word boundary and `^` are taken for true, a reference back for any text.
 *
 * @param pattern Compiles with the flag `u`.
 */
export function positionAutomata(pattern: string): readonly PositionAutomaton[] {
  // Few manifests have a pattern to look into: the others need not wait for the parser to load.
  const parser = require("@eslint-community/regexpp") as Parser
  const tree = new parser.RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true })
  const roots: (readonly AST.Alternative[])[] = [tree.alternatives]
  parser.visitRegExpAST(tree, {
    onAssertionEnter(node) {
      if (node.kind === "lookahead" || node.kind === "lookbehind") roots.push(node.alternatives)
    },
  })
  const labelOf = labeller(tree, parser)
  return roots.flatMap((alternatives) => {
    const builder = new Builder(labelOf)
    const { last } = builder.either(alternatives)
    return builder.isFull ? [] : [{ labels: builder.labels, follow: builder.follow, last: new Set(last) }]
  })
}

/** A part of a pattern: whether it matches nothing, and the positions that it begins and ends with. */
interface Fragment {
  readonly isNullable: boolean
  readonly first: readonly number[]
  readonly last: readonly number[]
}

const empty: Fragment = { isNullable: true, first: [], last: [] }

class Builder {
  readonly labels: bigint[] = []
  readonly follow: Map<number, number>[] = []
  readonly #labelOf: (node: AST.Element | "end") => bigint

  constructor(labelOf: (node: AST.Element | "end") => bigint) {
    this.#labelOf = labelOf
  }

  get isFull(): boolean {
    return this.labels.length > mostPositions
  }

  either(alternatives: readonly AST.Alternative[]): Fragment {
    const each = alternatives.map(({ elements }) => {
      return elements.reduce((before, element) => this.#then(before, this.#element(element)), empty)
    })
    return {
      isNullable: each.some(({ isNullable }) => isNullable),
      first: each.flatMap(({ first }) => first),
      last: each.flatMap(({ last }) => last),
    }
  }

  #element(node: AST.Element): Fragment {
    if (this.isFull) return empty
    switch (node.type) {
      case "Group":
      case "CapturingGroup":
        return this.either(node.alternatives)
      case "Quantifier":
        return this.#repeated(node)
      case "Assertion":
        // The end of the text is a character that no other part matches.
        return node.kind === "end" ? this.#position(this.#labelOf("end")) : empty
      default:
        return this.#position(this.#labelOf(node))
    }
  }

  #position(label: bigint): Fragment {
    const position = this.labels.push(label) - 1
    this.follow.push(new Map())
    return { isNullable: false, first: [position], last: [position] }
  }

  #then(before: Fragment, after: Fragment): Fragment {
    this.#link(before, after)
    return {
      isNullable: before.isNullable && after.isNullable,
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
    }
  }

  /** Copies in a row. None of them matches nothing: an engine ends a loop there, and what is left out ends the row. */
  #repeated({ min, max, element }: AST.Quantifier): Fragment {
    if (max === 0) return empty
    const isLoop = max > mostCopies
    const copies = [this.#element(element)]
    const [only = empty] = copies
    const wanted = isLoop ? Math.min(Math.max(min, 1), mostCopies) : max
    while (copies.length < wanted) {
      const copy = this.#element(element)
      this.#link(copies.at(-1) ?? empty, copy)
      copies.push(copy)
    }
    const final = copies.at(-1) ?? empty
    if (isLoop) this.#link(final, final)
    const least = only.isNullable ? 1 : Math.max(min, 1)
    return {
      isNullable: only.isNullable || min === 0,
      first: only.first,
      last: copies.slice(Math.min(least, copies.length) - 1).flatMap(({ last }) => last),
    }
  }

  #link({ last }: Fragment, { first }: Fragment): void {
    for (const from of last) {
      const ways = this.follow[from]
      for (const to of first) ways?.set(to, (ways.get(to) ?? 0) + 1)
    }
  }
}

/** Characters of every kind that a class may speak of; a pattern adds the ends of its own ranges. */
const usual = Array.from("aZ09_- \n.,/é中😀\u00a0\u0300", (character) => character.codePointAt(0) ?? 0)

/** What tells which samples of the alphabet a part matches. */
function labeller(tree: AST.Pattern, { visitRegExpAST }: Parser): (node: AST.Element | "end") => bigint {
  const samples = new Set(usual)
  visitRegExpAST(tree, {
    onCharacterEnter({ value }) {
      for (const sample of [value - 1, value, value + 1]) if (sample >= 0 && sample <= 0x10ffff) samples.add(sample)
    },
  })
  const alphabet = [...samples].map((sample) => String.fromCodePoint(sample))
  const known = new Map<string, bigint>()
  const labelOf = (raw: string): bigint => {
    const part = new RegExp(`^(?:${raw})$`, "u")
    return alphabet.reduce((label, sample, bit) => (part.test(sample) ? label | (1n << BigInt(bit)) : label), 0n)
  }
  const end = 1n << BigInt(alphabet.length)
  return (node) => {
    if (node === "end") return end
    if (node.type === "Backreference") return end - 1n
    const label = known.get(node.raw) ?? labelOf(node.raw)
    known.set(node.raw, label)
    return label
  }
}
