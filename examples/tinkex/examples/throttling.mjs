// Too many samples: when the service answers 429, all samplers of the client keep still for a second, and then the same
// requests go out again. The program sees nothing of it but the time.
// Run: node examples/throttling.mjs
import { ServiceClient } from "tinkex"
import { json } from "tinkex/local-service"
import { prompt, startService } from "./service.mjs"

// The local service has no limits, so this one plays a service that takes two samples and refuses the third once.
const arrivals = []
const tinker = await startService({
  intercept({ path }) {
    if (!path.endsWith("/asample")) return undefined
    arrivals.push(performance.now())
    return arrivals.length === 3 ? json({ detail: "too many samples" }, 429) : undefined
  },
})
const service = new ServiceClient(tinker.settings)

try {
  const sampling = await service.createSamplingClient({ baseModel: tinker.model })
  const samples = []
  for (let index = 0; index < 5; index++) {
    samples.push(await sampling.sample(prompt("Hello"), { max_tokens: 4, seed: index }))
  }
  console.log(`${samples.length} samples came by ${arrivals.length} requests, although one was refused`)
  const pauses = arrivals.slice(1).map((at, index) => at - arrivals[index])
  console.log(`longest pause between two requests: ${(Math.max(...pauses) / 1000).toFixed(1)} seconds`)
} finally {
  await service.close()
  await tinker.close()
}
