/** Throws where a contract is broken: what a case of a contract says is so, is not. */
export function demand(holds: boolean, breach: string): asserts holds {
  if (!holds) throw new Error(`Contract broken: ${breach}`)
}
