// Why work waits: the client says so in its log once a minute, and `progress()` has every answer that means "not yet".
// Run: node examples/queue-state.mjs
import { ServiceClient } from "tinkex"
import { json } from "tinkex/local-service"
import { example, startService } from "./service.mjs"

// The local service never makes anybody wait, so this one plays a busy one: it puts a result off three times.
let left = 0
const tinker = await startService({
  intercept({ path }) {
    if (!path.endsWith("/retrieve_future") || left === 0) return undefined
    left -= 1
    return json({ type: "try_again", request_id: "busy", queue_state: "paused_capacity" }, 408)
  },
})
const say = (message) => console.log(`log: ${message.replace(/[0-9a-f-]{36}/, "…")}`)
const log = { debug() {}, info() {}, warn: say, error: say }
const service = new ServiceClient({ ...tinker.settings, log })

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  left = 3
  const future = training.forward([example("patience")], "cross_entropy")
  for await (const { iteration, body } of future.progress()) console.log(`poll ${iteration}: ${body.queue_state}`)
  const { metrics } = await future
  console.log(`and then the loss: ${metrics["loss:sum"].toFixed(2)}`)
} finally {
  await service.close()
  await tinker.close()
}
