/**
 * Memory of a client under full load: samples under way at once, then one training call of very many chunks.
 *
 * Method: the service is a process of its own, and tells clients to send a chunk for each example. Memory of this process is
 * read every 50 ms (`process.memoryUsage`: resident set, used heap, array buffers); the first wave of samples warms up and
 * does not count. Samples come in waves: all of a wave are called at once, and each is awaited. A flat run has a maximum
 * near its median in every phase, and a last wave that needs no more than the first. Heap counts garbage that has not been
 * collected yet; `node --expose-gc` collects before each phase.
 *
 * Run with `npm run build -w tinkex && npm run bench:memory -w tinkex`.
 */
import { datum, ModelInput, ServiceClient } from "tinkex"
import { byteTokenizer } from "tinkex/local-service"
import { startChildService } from "./child-service.mjs"
import { readNumbers } from "./numbers.mjs"
import { createProgress } from "./progress.mjs"
import { heading, row } from "./spread.mjs"

const sizes = readNumbers({ samples: 2000, waves: 4, chunks: 10000 })
const intervalMs = 50
const mebibyte = 1024 * 1024
const tokens = byteTokenizer.encode("to be or not")
const one = datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: tokens.slice(1) })
const prompt = ModelInput.fromInts(tokens)

const local = await startChildService("--flag", "fwdbwd_max_chunk_len=1")
const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-bench" })
const progress = createProgress(sizes.samples * (sizes.waves + 1) + sizes.chunks)
const lines = []
try {
  const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 2, seed: 1 })
  const sampling = await training.saveWeightsAndGetSamplingClient()
  for (let wave = 0; wave <= sizes.waves; wave++) {
    const readings = await watched(() => sampleAtOnce(sampling))
    if (wave > 0) report(`${sizes.samples} samples, wave ${wave}`, readings)
  }
  const data = Array.from({ length: sizes.chunks }, () => one)
  const readings = await watched(async () => {
    const { loss_fn_outputs: outputs } = await training.forward(data, "cross_entropy")
    if (outputs.length !== sizes.chunks) throw new Error(`${outputs.length} results of ${sizes.chunks} chunks`)
    progress.step("chunks", sizes.chunks)
  })
  report(`${sizes.chunks} chunks`, readings)
} finally {
  progress.end()
  await service.close()
  await local.close()
}
console.log(["MiB of the client's process", heading, ...lines].join("\n"))

async function sampleAtOnce(sampling) {
  const sample = async () => {
    await sampling.sample(prompt, { max_tokens: 1, seed: 1 })
    progress.step("samples")
  }
  await Promise.all(Array.from({ length: sizes.samples }, sample))
}

/** Readings of memory while the work goes on, one before and one after it included. */
async function watched(work) {
  globalThis.gc?.()
  const readings = [process.memoryUsage()]
  const timer = setInterval(() => readings.push(process.memoryUsage()), intervalMs)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  readings.push(process.memoryUsage())
  return readings
}

function report(phase, readings) {
  const of = (name) => readings.map((reading) => reading[name] / mebibyte)
  lines.push(
    row(`${phase}: RSS`, of("rss"), 1),
    row(`${phase}: heap`, of("heapUsed"), 1),
    row(`${phase}: buffers`, of("arrayBuffers"), 1),
  )
}
