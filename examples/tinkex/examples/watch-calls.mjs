// What a client does, for a log or for metrics of your own: every call, its attempts and retries, and how long it took.
// Events name operations and times, and hold nothing of what was sent.
// Run: node examples/watch-calls.mjs
import { ServiceClient } from "tinkex"
import { json } from "tinkex/local-service"
import { example, startService } from "./service.mjs"

// The local service does not fail, so this one plays a service that is away for a moment.
let away = 1
const tinker = await startService({
  intercept({ path }) {
    if (!path.endsWith("/optim_step") || away === 0) return undefined
    away -= 1
    return json({ detail: "back in a moment" }, 503)
  },
})

const seen = new Map()
const telemetry = {
  emit({ type, operation, durationMs = 0, delayMs = 0 }) {
    const row = seen.get(operation) ?? { calls: 0, retries: 0, ms: 0 }
    seen.set(operation, row)
    if (type === "retry") {
      row.retries += 1
      console.log(`${operation} is tried again in ${delayMs.toFixed(0)} ms`)
    }
    if (type === "call:end") {
      row.calls += 1
      row.ms += durationMs
    }
  },
}
const service = new ServiceClient({ ...tinker.settings, telemetry })

try {
  const training = await service.createLoraTrainingClient(tinker.model, { rank: 8, seed: 1 })
  for (let step = 0; step < 3; step++) {
    void training.forwardBackward([example("watch this")], "cross_entropy")
    await training.optimStep({ learning_rate: 0.02 })
  }
} finally {
  await service.close()
  await tinker.close()
}

for (const [operation, { calls, retries, ms }] of [...seen].sort()) {
  console.log(`${operation.padEnd(18)} ${calls} calls, ${retries} retries, ${(ms / calls).toFixed(0)} ms a call`)
}
