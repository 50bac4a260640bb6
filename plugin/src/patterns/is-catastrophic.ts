import { positionAutomata, type PositionAutomaton } from "./position-automaton.ts"

/** What every such pattern has, and few others. */
const repeatedGroup = /\)[*+{]/

/** More pairs of positions than this are not looked at. */
const mostPairs = 200_000

/**
 * Whether a regular expression has texts on which the time of a backtracking engine doubles with a few characters more:
 * a loop that can read one text in two ways, with something after it that may not match (exponential degree of
 * ambiguity; Weber and Seidl, "On the degree of ambiguity of finite automata", 1991). Time that grows with a power of the
 * length is no such thing.
 *
 * Not exact: groups repeated more than 12 times count as loops; patterns of more than 600 characters, written out, and
 * what only lookarounds or references back rule out are not looked into.
 *
 * @param pattern Without slashes and flags. One that does not compile with the flag `u` is none.
 */
export function isCatastrophic(pattern: string): boolean {
  if (!repeatedGroup.test(pattern)) return false
  let automata
  try {
    automata = positionAutomata(pattern)
  } catch {
    // Reported where it is read.
    return false
  }
  return automata.some((automaton) => loopsOf(automaton).some((loop) => isAmbiguous(automaton, loop)))
}

/**
 * Positions that lead to each other: the strongly connected components that have an edge. A loop by way of a position after
 * which all has matched ends there instead of trying other ways.
 */
function loopsOf({ follow, last }: PositionAutomaton): readonly ReadonlySet<number>[] {
  const next = (from: number): readonly number[] =>
    last.has(from) ? [] : [...(follow[from]?.keys() ?? [])].filter((to) => !last.has(to))
  const after = follow.map((_, position) => reached([position], next))
  const loops: ReadonlySet<number>[] = []
  for (const position of follow.keys()) {
    if (!after[position]?.has(position) || loops.some((loop) => loop.has(position))) continue
    loops.push(new Set([...(after[position] ?? [])].filter((other) => after[other]?.has(position))))
  }
  return loops
}

/** Whether two ways through a loop read the same text and come back to where they began. */
function isAmbiguous({ labels, follow }: PositionAutomaton, loop: ReadonlySet<number>): boolean {
  const within = (from: number): (readonly [to: number, ways: number])[] =>
    [...(follow[from] ?? [])].filter(([to]) => loop.has(to))
  const edges = new Map([...loop].map((position) => [position, within(position)]))
  if ([...edges.values()].flat().some(([, ways]) => ways > 1)) return true

  const backwards = new Map<number, number[]>()
  const pairOf = (one: number, other: number): number => Math.min(one, other) * labels.length + Math.max(one, other)
  const halves = (pair: number): readonly [number, number] => [Math.floor(pair / labels.length), pair % labels.length]
  const next = function* (pair: number): Generator<number> {
    const [one, other] = halves(pair)
    for (const [left] of edges.get(one) ?? []) {
      for (const [right] of edges.get(other) ?? []) {
        if (((labels[left] ?? 0n) & (labels[right] ?? 0n)) === 0n) continue
        const to = pairOf(left, right)
        const from = backwards.get(to)
        if (from) from.push(pair)
        else backwards.set(to, [pair])
        yield to
      }
    }
  }
  const together = [...loop].map((position) => pairOf(position, position))
  const parted = [...reached(together, next)].filter((pair) => halves(pair)[0] !== halves(pair)[1])
  if (parted.length === 0) return false
  const back = reached(together, (pair) => backwards.get(pair) ?? [])
  return parted.some((pair) => back.has(pair))
}

/** All that is after the first ones, themselves only where a way leads back to them. */
function reached(first: readonly number[], next: (from: number) => Iterable<number>): ReadonlySet<number> {
  const found = new Set<number>()
  const waiting = [...first]
  for (let from = waiting.pop(); from !== undefined && found.size < mostPairs; from = waiting.pop()) {
    for (const to of next(from)) {
      if (found.has(to)) continue
      found.add(to)
      waiting.push(to)
    }
  }
  return found
}
