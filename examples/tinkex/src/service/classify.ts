import type { Answer, ClassifiedCall, Classifier, Verdict } from "pristine-runtime"
import { BillingPause } from "./billing-pause.ts"

/** Refusals by the proxy before the service that may be outstanding at once. */
const proxyRefusals = 16

/** Milliseconds between two tries while billing pauses the job. */
const billingPauseMs = 5_000

/** Bytes of a prompt above which a refused sampling request closes the limit for longer. */
const largePromptBytes = 131_072

/** The meaning of this service's answers, before the retry policies are asked. */
export const tinker: Classifier = (answer, call) => {
  const proxy = call.client.state("tinkex.proxy", () => ({ budget: proxyRefusals }))
  if (answer.status < 300) proxy.budget = Math.min(proxy.budget + 1, proxyRefusals)

  // The service never answers 400 without a word: the proxy before it does, to a connection that it gave up.
  if (answer.status === 400 && answer.bodyBytes === 0 && proxy.budget > 0) {
    proxy.budget--
    return { as: "connection" }
  }
  if (answer.status === 429 && call.operation === "sample") return { throttleMs: samplingWindowMs(call) }
  if (answer.status === 402 && BillingPause.of(call.client).refused(call.client.clock.now())) {
    return call.operation === "sample"
      ? { retryAfterMs: 0, throttleMs: samplingWindowMs(call) }
      : { retryAfterMs: billingPauseMs }
  }
  return undefined
}

/** The same for polls, and the forms of an answer that say how the future stands. */
export const futureAnswer: Classifier = (answer, call) => tinker(answer, call) ?? futureState(answer, call)

function samplingWindowMs(call: ClassifiedCall): number {
  return call.weight > largePromptBytes ? 5_000 : 1_000
}

function futureState(answer: Answer, call: ClassifiedCall): Verdict | undefined {
  const { body } = answer
  if (answer.status !== 200 || !isRecord(body)) return undefined
  switch (body["status"]) {
    case "complete_metadata":
      return withheld(body, call)
    // Older services wrap what newer ones answer as it is.
    case "pending":
      return { state: "pending" }
    case "completed":
      return Object.hasOwn(body, "result") ? { state: "done", body: body["result"] } : undefined
    case "failed":
      return { state: "failed" }
    default:
      return undefined
  }
}

/** The result is ready but large: ask for it once there is room. */
function withheld(body: Readonly<Record<string, unknown>>, call: ClassifiedCall): Verdict {
  const asked = isRecord(call.input) && call.input["allow_metadata_only"] === false
  if (asked) return { state: "failed", body: { error: "The service withheld a result that was asked for in full" } }
  const weight = Number(body["response_payload_size"])
  return {
    state: "pending",
    input: { allow_metadata_only: false },
    hold: { limit: "responses", weight: Number.isFinite(weight) ? weight : 0 },
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value)
}
