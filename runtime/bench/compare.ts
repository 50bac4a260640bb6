/** One way to make a call; its answer is checked before anything is measured. */
export interface Contestant {
  readonly name: string
  readonly call: () => Promise<unknown>
}

export interface Comparison {
  readonly title: string
  /** The first one is what the others are divided by. */
  readonly contestants: readonly Contestant[]
  /** Calls under way at once. */
  readonly concurrency: number
  /** Calls of one contestant in one round. */
  readonly calls: number
  readonly rounds: number
}

/** Prints a line for each contestant: CPU microseconds a call, and the ratio to the first, as min, median and max. */
export async function compare({ title, contestants, concurrency, calls, rounds }: Comparison): Promise<void> {
  const costs = new Map<string, number[]>(contestants.map(({ name }) => [name, []]))
  for (let round = -2; round < rounds; round += 1) {
    // Each starts a round in turn, so that none is always first.
    for (let index = 0; index < contestants.length; index += 1) {
      const contestant = contestants[(index + round + 2) % contestants.length] as Contestant
      const cost = await measure(contestant, concurrency, calls)
      if (round >= 0) costs.get(contestant.name)?.push(cost)
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${title}: round ${round + 3} of ${rounds + 2}\u001b[K`)
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K")
  const base = costs.get(contestants[0]?.name ?? "") ?? []
  console.log(`\n${title}`)
  for (const { name } of contestants) {
    const own = costs.get(name) ?? []
    const ratios = own.map((cost, round) => cost / (base[round] ?? cost))
    console.log(`  ${name.padEnd(34)} ${spread(own, 1)} µs   × ${spread(ratios, 2)}`)
  }
}

/** CPU microseconds of this process for one call. */
async function measure({ call }: Contestant, concurrency: number, calls: number): Promise<number> {
  let left = calls
  const work = async (): Promise<void> => {
    while (left-- > 0) await call()
  }
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / calls
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(digits).padStart(6)
  return `${at(0)} / ${at(0.5)} / ${at(1)}`
}
