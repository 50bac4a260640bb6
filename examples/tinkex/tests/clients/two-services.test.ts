import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import { fakeTinker, trained, type FakeTinker, type Handler } from "../fake-tinker.ts"
import { it } from "../test.ts"

const prompt = ModelInput.fromInts([1, 2, 3])
const example = datum(prompt, { target_tokens: [2, 3, 4], weights: [1, 1, 1] })
const tooMany = { status: 429, headers: { "retry-after-ms": "75" }, body: {} }

/** Times at which samples were asked for, with their numbers. */
const asked = (tinker: FakeTinker) => tinker.sent("asample").map(({ at, body }) => [at, body["seq_id"]] as const)

async function sampler({ service }: FakeTinker) {
  return service.createSamplingClient({ baseModel: "base" })
}

describe("a service that has too many samples", () => {
  it("is left alone for a second by all samplers of its client, then gets what it refused under the same number", async () => {
    const tinker = fakeTinker({ asample: (_, nth) => (nth === 0 ? tooMany : undefined) })
    await using service = tinker.service
    const first = await sampler({ ...tinker, service })
    const refused = first.sample(prompt)
    await tinker.clock.advance(0)
    const other = await sampler({ ...tinker, service })
    const late = Array.from({ length: 20 }, (_, index) => (index % 2 ? first : other).sample(prompt))
    await tinker.clock.advance(999)
    // What the header says is another wait than the one that the protocol knows.
    expect(asked(tinker)).toEqual([[0, 0]])
    await tinker.clock.advance(1)
    await Promise.all([refused, ...late])
    const rest = asked(tinker).slice(1)
    expect(rest.map(([at]) => at)).toEqual(rest.map(() => 1000))
    const numbers = rest.map(([, number]) => Number(number)).sort((a, b) => a - b)
    expect(numbers).toEqual([...Array(11).keys(), ...Array(10).keys()].sort((a, b) => a - b))
  })

  it("holds up no other service", async () => {
    const busy = fakeTinker({ asample: (_, nth) => (nth === 0 ? tooMany : undefined) })
    const free = fakeTinker()
    await using busyService = busy.service
    await using freeService = free.service
    const [held, open] = [await sampler(busy), await sampler(free)]
    const refused = held.sample(prompt)
    await busy.clock.advance(0)
    const waiting = Array.from({ length: 60 }, () => held.sample(prompt))
    await Promise.all(Array.from({ length: 60 }, () => open.sample(prompt)))
    expect(asked(free)).toHaveLength(60)
    expect(asked(busy)).toHaveLength(1)
    await busy.clock.advance(1000)
    expect(await Promise.all([refused, ...waiting])).toHaveLength(61)
    await Promise.all([busyService.close(), freeService.close()])
  })
})

describe("a service that fails for a moment", () => {
  const once: Handler = (_, nth) => (nth === 0 ? { status: 500, body: {} } : undefined)
  const failing: Readonly<Record<string, Handler>> = {
    forward_backward: once,
    // The first result that is asked for is that of the model's creation.
    retrieve_future: (_, nth) => (nth === 1 ? { status: 500, body: {} } : nth === 0 ? undefined : trained(1)),
  }

  it.each<[string, Readonly<Record<string, Handler>>, readonly [sent: number, asked: number]]>([
    ["is asked twice, for the work and for its result", failing, [2, 2]],
    ["is asked once where it does not", {}, [1, 1]],
  ])("%s", async (_, handlers, expected) => {
    const tinker = fakeTinker(handlers)
    await using service = tinker.service
    const training = await service.createLoraTrainingClient("base")
    const loss = training.forwardBackward([example], "cross_entropy")
    await tinker.clock.advance(5_000)
    expect((await loss).loss_fn_outputs).toHaveLength(1)
    const polls = tinker.sent("retrieve_future").slice(1)
    expect([tinker.sent("forward_backward").length, polls.length]).toEqual(expected)
  })

  it("is not asked again for a sample that is a mistake", async () => {
    const tinker = fakeTinker({ asample: () => ({ status: 400, body: { detail: "no" } }) })
    await using service = tinker.service
    const sampling = await sampler({ ...tinker, service })
    await expect(sampling.sample(prompt)).rejects.toMatchObject({ status: 400 })
    expect(asked(tinker)).toHaveLength(1)
  })
})
