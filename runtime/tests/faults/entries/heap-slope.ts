/**
 * Measures the heap over a mix of calls: how many in turn, how many at once and in how many rounds. Prints
 * `{ sequential, concurrent }`, and to stderr how far it is.
 */
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { isMainThread, Worker } from "node:worker_threads"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { testService } from "../../core/fixture.ts"
import { callMix } from "../heap/call-mix.ts"
import { serveMix } from "../heap/mix-server.ts"
import { heapTrend, type HeapTrend } from "../heap/slope.ts"

/** Each costs a collection. */
const mostBatches = 50
const fewestPerBatch = 100

async function measure(inTurn: number, atOnce: number, rounds: number): Promise<void> {
  const server = new Worker(fileURLToPath(import.meta.url))
  const [port] = (await once(server, "message")) as [number]
  const transport = undiciTransport()
  const client = createClient(testService(), { transport, baseUrl: `http://127.0.0.1:${port}` })
  const mix = callMix(new AbortController().signal)
  const total = inTurn + atOnce * rounds
  let count = 0

  const call = async (): Promise<void> => {
    await mix[count++ % mix.length]?.(client).catch(() => undefined)
  }
  /** Heaps after batches, each of which is over before it is measured. */
  const heapsOver = async (times: number, batch: () => Promise<unknown>): Promise<readonly number[]> => {
    const heaps: number[] = []
    for (let time = 0; time < times; time += 1) {
      await batch()
      heaps.push(await collectedHeap())
      process.stderr.write(`${count}/${total}\n`)
    }
    return heaps
  }

  const batches = Math.min(mostBatches, Math.floor(inTurn / fewestPerBatch))
  const perBatch = Math.ceil(inTurn / batches)
  const sequential = await heapsOver(batches, async () => {
    for (let done = 0; done < perBatch; done += 1) await call()
  })
  const concurrent = await heapsOver(rounds, () => Promise.all(Array.from({ length: atOnce }, call)))
  const report: Record<string, HeapTrend> = {
    sequential: heapTrend(sequential, perBatch),
    concurrent: heapTrend(concurrent, atOnce),
  }
  console.log(JSON.stringify(report))
  await transport.close?.()
  await server.terminate()
}

/** What is closed a turn later counts for nothing. */
async function collectedHeap(): Promise<number> {
  for (let round = 0; round < 2; round += 1) {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

const [inTurn, atOnce, rounds] = process.argv.slice(2)
if (isMainThread) await measure(Number(inTurn), Number(atOnce), Number(rounds))
else serveMix()
