import type { TransportRequest, TransportResponse } from "pristine-runtime"
import { describe, expect } from "vitest"
import { datum } from "../src/data/datum.ts"
import { ModelInput } from "../src/data/model-input.ts"
import { forwardBackwardOutput } from "../src/proto/output-codec.ts"
import { answer, bareClient, bareTransport, json } from "./bare-service.ts"
import { heapUsed } from "./heap-used.ts"
import { it } from "./test.ts"

const chunks = 10_000
/** A chunk whose result nobody waits for yet: its ticket, its promise and its place in a list or two. */
const mostBytesPerChunk = 2_500
const mostPolls = 64

const result = forwardBackwardOutput.encode({ loss_fn_output_type: "T", loss_fn_outputs: [{}], metrics: {} })

/** A service that has no result before it has every chunk, and that keeps nothing. */
function patientService() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  let sent = 0
  let polls = 0
  let mostAtOnce = 0
  const poll = async (request: TransportRequest): Promise<TransportResponse> => {
    if (!(typeof request.body === "string" && request.body.includes('"c')))
      return json({ model_id: "s:train:0", type: "create_model" })
    mostAtOnce = Math.max(mostAtOnce, (polls += 1))
    await opened
    polls -= 1
    return answer(result, "application/x-protobuf")
  }
  const transport = bareTransport((endpoint, request) => {
    switch (endpoint) {
      case "client/config":
        return json({ fwdbwd_max_chunk_len: 1 })
      case "create_model":
        return json({ request_id: "model" })
      case "forward_backward":
        return json({ request_id: `c${(sent += 1)}` })
      case "retrieve_future":
        return poll(request)
      default:
        return undefined
    }
  })
  return {
    transport,
    open,
    get seen() {
      return { sent, mostAtOnce }
    },
  }
}

describe(`a training call of ${chunks} chunks whose results are waited for`, { timeout: 240_000 }, () => {
  it("takes little memory and few connections", async () => {
    const tinker = patientService()
    await using service = bareClient(tinker.transport)
    const training = await service.createLoraTrainingClient("base")
    const one = datum(ModelInput.fromInts([1, 2]), { target_tokens: [2, 3], weights: [1, 1] })
    const data = Array.from({ length: chunks }, () => one)
    const before = await heapUsed()
    const loss = training.forward(data, "cross_entropy")
    await loss.submitted
    const waiting = await heapUsed()
    expect(tinker.seen.sent).toBe(chunks)
    expect(tinker.seen.mostAtOnce).toBe(mostPolls)
    expect((waiting - before) / chunks).toBeLessThan(mostBytesPerChunk)
    tinker.open()
    expect((await loss).loss_fn_outputs).toHaveLength(chunks)
  })
})
