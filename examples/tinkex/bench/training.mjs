/**
 * Steps and samples a second through the SDK against the local service, and bytes on the wire.
 *
 * Method: the service is a process of its own, on loopback, with a tiny model (rank 4). A step is a `forwardBackward` of a
 * batch and an `optimStep`; a sample is 8 tokens. Every round trains a fresh model and does the same work three times: steps
 * whose results are awaited one after the other, steps that are all called before the first result is awaited, and samples
 * of which so many are under way at once. One round warms up and does not count. Bytes are counted on the client's sockets,
 * heads included. Client CPU is user and system time of this process. The service computes on the same machine, so steps a
 * second are a lower bound of what the SDK could do; CPU and bytes are its own.
 *
 * Run with `npm run build -w tinkex && npm run bench -w tinkex -- --rounds 5`.
 */
import { datum, ModelInput, ServiceClient } from "tinkex"
import { byteTokenizer } from "tinkex/local-service"
import { startChildService } from "./child-service.mjs"
import { readNumbers } from "./numbers.mjs"
import { createProgress } from "./progress.mjs"
import { heading, row } from "./spread.mjs"
import { watchWire } from "./wire-bytes.mjs"

const sizes = readNumbers({ rounds: 5, steps: 40, samples: 200, concurrency: 50, batch: 4 })
const tokens = byteTokenizer.encode("to be or not to be, that is it")
const batch = Array.from({ length: sizes.batch }, () =>
  datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) }),
)
const prompt = ModelInput.fromInts(tokens.slice(0, 8))

const local = await startChildService()
const wire = watchWire()
const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-bench" })
const progress = createProgress((sizes.rounds + 1) * 3)
const results = new Map()
try {
  for (let round = 0; round <= sizes.rounds; round++) await runRound(round > 0)
} finally {
  progress.end()
  await service.close()
  wire.stop()
  await local.close()
}

console.log(
  `${sizes.rounds} rounds of ${sizes.steps} steps (batch ${sizes.batch}) and ${sizes.samples} samples (${sizes.concurrency} at once)\n`,
)
console.log(heading)
for (const [name, values] of results) console.log(row(name, values, name.includes("ms") ? 2 : 0))

async function runRound(counts) {
  const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 4, seed: 1 })
  const step = () => {
    const loss = training.forwardBackward(batch, "cross_entropy")
    return Promise.all([loss, training.optimStep({ learning_rate: 0.001 })])
  }
  await measure(counts, "step, awaited", sizes.steps, async () => {
    for (let index = 0; index < sizes.steps; index++) await step()
  })
  await measure(counts, "step, pipelined", sizes.steps, async () => {
    await Promise.all(Array.from({ length: sizes.steps }, step))
  })
  const sampling = await training.saveWeightsAndGetSamplingClient()
  await measure(counts, "sample", sizes.samples, async () => {
    let left = sizes.samples
    const work = async () => {
      while (left-- > 0) await sampling.sample(prompt, { max_tokens: 8, seed: 1 })
    }
    await Promise.all(Array.from({ length: sizes.concurrency }, work))
  })
}

/** Does the work and notes what one unit of it took. */
async function measure(counts, unit, units, work) {
  const before = { wire: wire.read(), cpu: process.cpuUsage(), at: performance.now() }
  await work()
  const seconds = (performance.now() - before.at) / 1000
  const { user, system } = process.cpuUsage(before.cpu)
  const after = wire.read()
  progress.step(unit)
  if (!counts) return
  note(`${unit}: a second`, units / seconds)
  note(`${unit}: client CPU, ms`, (user + system) / 1000 / units)
  note(`${unit}: bytes sent`, (after.sent - before.wire.sent) / units)
  note(`${unit}: bytes received`, (after.received - before.wire.received) / units)
}

function note(name, value) {
  results.set(name, [...(results.get(name) ?? []), value])
}
