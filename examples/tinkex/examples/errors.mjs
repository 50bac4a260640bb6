// What can fail, and how it is told apart: mistakes in a call, work that the service refuses, and work that is given up.
// Run: node examples/errors.mjs
import { datum, isPristineError, ModelInput, ServiceClient } from "tinkex"
import { example, startService } from "./service.mjs"

const tinker = await startService()
const service = new ServiceClient(tinker.settings)

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  const good = [example("fine")]

  await attempt("no examples", () => training.forwardBackward([], "cross_entropy"))
  const unfit = datum(ModelInput.fromInts([1, 2, 3]), { target_tokens: [2] })
  await attempt("targets that do not fit", () => training.forwardBackward([unfit], "cross_entropy"))
  await attempt("an unknown loss", () => training.forwardBackward(good, "no_such_loss"))
  await attempt("a checkpoint that is not there", () => training.loadState(`tinker://${training.modelId}/weights/none`))
  await attempt("a path that is none", async () => (await service.createRestClient()).deleteCheckpoint("tinker://x"))

  // A signal gives up waiting. What was sent is not taken back, and the operations behind it still run.
  const stop = new AbortController()
  const late = attempt("a signal", () => training.forward(good, "cross_entropy", { signal: stop.signal }))
  stop.abort(new Error("enough"))
  await late
  const future = training.forward(good, "cross_entropy")
  future.cancel(new Error("not needed"))
  await attempt("a future that is cancelled", () => future)

  const { metrics } = await training.forward(good, "cross_entropy")
  console.log(`the client is as good as before: ${metrics["loss:sum"].toFixed(1)}`)
} finally {
  await service.close()
  await tinker.close()
}

async function attempt(what, work) {
  try {
    await work()
    console.log(`${what}: nothing failed`)
  } catch (error) {
    if (isPristineError(error, "future_failed")) console.log(`${what}: ${error.code}, ${error.body.error}`)
    else if (isPristineError(error)) console.log(`${what}: ${error.code} ${error.status ?? ""}`.trim())
    else console.log(`${what}: ${error.name}, ${error.message}`)
  }
}
