// Trains a small model on this machine, through the SDK and a service that speaks Tinker's protocol.
// To train on Tinker itself, set TINKER_API_KEY, leave out `baseUrl` and name a model that the service offers.
import { readFile } from "node:fs/promises"
import { datum, ModelInput, ServiceClient } from "tinkex"
import { byteTokenizer, startLocalService } from "tinkex/local-service"
import { createTerminal } from "./terminal.mjs"

const steps = 60
const terminal = createTerminal(process.stdout, process.env)
const abort = new AbortController()
process.once("SIGINT", () => abort.abort(new Error("interrupted")))
const { signal } = abort
// Who reads may stop before the end, as `head` does: that is no failure, and there is nobody left to tell.
let unread = false
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error
  unread = true
  abort.abort(error)
})

const local = await startLocalService({ seed: 7 })
const service = new ServiceClient({ baseUrl: local.url, apiKey: "tml-quickstart" })
try {
  await run()
} catch (error) {
  if (!signal.aborted) throw error
  if (!unread) {
    terminal.line("\nInterrupted; everything is closed.")
    process.exitCode = 130
  }
} finally {
  await service.close()
  await local.close()
}

async function run() {
  terminal.heading(`A Tinker service listens on ${local.url}`)
  const text = await readFile(new URL("text.txt", import.meta.url), "utf8")
  const training = await service.createLoraTrainingClient("local/tiny-bytes", { rank: 16, seed: 1, signal })
  terminal.line(`  LoRA training client ${training.modelId}`)

  const before = await continuation(training)

  terminal.heading(`Training on ${text.length} characters`)
  const lines = text
    .trim()
    .split("\n")
    .map((line) => byteTokenizer.encode(`${line}\n`))
  const data = lines.map(example)
  const predicted = lines.reduce((total, line) => total + line.length - 1, 0)
  const losses = []
  for (let step = 1; step <= steps; step++) {
    // Both are sent at once: the service runs them in the order of the calls.
    const result = training.forwardBackward(data, "cross_entropy", { signal })
    const update = training.optimStep({ learning_rate: 0.02 * (1 - step / (steps + 1)) }, { signal })
    const { metrics } = await result
    await update
    losses.push(metrics["loss:sum"] / predicted)
    terminal.progress(step, steps, `loss ${losses.at(-1).toFixed(3)}`)
  }
  terminal.line()
  terminal.chart(losses)
  terminal.line(`  loss ${losses[0].toFixed(3)} → ${losses.at(-1).toFixed(3)} nats a character`)

  const saved = await training.saveState("quickstart", { signal })
  const after = await continuation(training)

  terminal.heading("“The sea is” continues")
  terminal.line(`  before: ${before}`)
  terminal.line(`  after:  ${after}`)

  terminal.heading("Checkpoints")
  const rest = await service.createRestClient()
  for await (const checkpoint of rest.listUserCheckpoints({ signal })) {
    terminal.parts(checkpoint.tinker_path, `${checkpoint.size_bytes} bytes`)
  }
  terminal.parts("saved as", saved.path)
}

/** One training example: each character predicts the next one. */
function example(tokens) {
  const targets = tokens.slice(1)
  return datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: targets, weights: targets.map(() => 1) })
}

/** What the model says after the same few words. */
async function continuation(training) {
  const sampling = await training.saveWeightsAndGetSamplingClient({ signal })
  const prompt = ModelInput.fromInts(byteTokenizer.encode("The sea is"))
  const { sequences } = await sampling.sample(prompt, { max_tokens: 48, temperature: 0.2, seed: 1 }, { signal })
  return byteTokenizer.decode(sequences[0].tokens).replace(/[^ -~]/g, "·")
}
