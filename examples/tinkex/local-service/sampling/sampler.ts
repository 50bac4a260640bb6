import { setImmediate as nextTurn } from "node:timers/promises"
import type { BaseModel } from "../model/base-model.ts"
import type { LoraWeights } from "../model/lora-weights.ts"
import { Network } from "../model/network.ts"
import { createRandom, hashText, type SeededRandom } from "../seeded-random.ts"
import { rowsOf } from "../training/training-example.ts"
import { drawRow } from "./draw-row.ts"
import type { RankedTokens, SampleRequest, SampleResult, SampledSequence, StopReason } from "./sample-request.ts"
import { createStopRule } from "./stop-rule.ts"

/** Tokens between two turns of the event loop. */
const tokensPerTurn = 64

/** One token as it is sampled. */
export interface SampledToken {
  readonly token: number
  readonly logprob: number
  /** Set on the last token of the sequence. */
  readonly stopReason?: StopReason
}

/** Samples from one frozen set of weights; without weights, from the base model. */
export class Sampler {
  readonly base: BaseModel
  readonly #weights: LoraWeights | undefined
  readonly #random: SeededRandom
  readonly #signal: AbortSignal
  #projected: Network | undefined

  /** `random` seeds the requests that carry no seed; `signal` ends what is being sampled. */
  constructor(base: BaseModel, weights: LoraWeights | undefined, random: SeededRandom, signal: AbortSignal) {
    this.base = base
    this.#weights = weights
    this.#random = random
    this.#signal = signal
  }

  /** The weights it samples from; absent for the base model. */
  get weights(): LoraWeights | undefined {
    return this.#weights
  }

  /** All sequences of a request, and what it wants to know about its prompt. */
  async sample(request: SampleRequest): Promise<SampleResult> {
    const sequences: SampledSequence[] = []
    for (let index = 0; index < request.count; index++) sequences.push(await collect(this.stream(request, index)))
    const prompt = await this.#readPrompt(request)
    return { sequences, ...prompt }
  }

  /**
   * The tokens of the sequence number `index`, one by one. Equal seed, index and weights give equal tokens.
   *
   * @throws OperationError (category user) when the prompt holds a token outside the vocabulary.
   */
  async *stream(request: SampleRequest, index: number): AsyncGenerator<SampledToken, void, undefined> {
    const { params, prompt } = request
    const random = createRandom(
      params.seed === undefined ? Math.floor(this.#random.next() * 2 ** 32) : hashText(`${params.seed}:${index}`),
    )
    const isStopped = createStopRule(params.stop, this.base.vocabulary.endToken)
    const rows = new Int32Array(prompt.length + params.maxTokens)
    rows.set(rowsOf(prompt, this.base.vocabulary))
    const tokens: number[] = []
    while (tokens.length < params.maxTokens) {
      if (tokens.length % tokensPerTurn === 0) await this.#takeTurn()
      const position = prompt.length + tokens.length
      // No await between evaluation and use: sequences of concurrent requests share the network's buffers.
      const network = this.#network()
      network.evaluate(rows, position - 1)
      const row = drawRow(network.logprobs, params, random)
      const logprob = network.logprobs[row] as number
      rows[position] = row
      const token = this.#tokenOf(row)
      tokens.push(token)
      if (isStopped(tokens)) {
        yield { token, logprob, stopReason: "stop" }
        return
      }
      yield tokens.length < params.maxTokens ? { token, logprob } : { token, logprob, stopReason: "length" }
    }
  }

  async #readPrompt(request: SampleRequest): Promise<Omit<SampleResult, "sequences">> {
    if (!request.promptLogprobs && request.topkPromptLogprobs === 0) return {}
    const rows = rowsOf(request.prompt, this.base.vocabulary)
    const network = this.#network()
    const logprobs: (number | undefined)[] = []
    const ranked: (RankedTokens | undefined)[] = []
    for (const [position, row] of rows.entries()) {
      if (position % tokensPerTurn === 0) await this.#takeTurn()
      if (position > 0) network.evaluate(rows, position - 1)
      logprobs.push(position === 0 ? undefined : network.logprobs[row])
      ranked.push(position === 0 ? undefined : this.#rank(network.logprobs, request.topkPromptLogprobs))
    }
    return {
      ...(request.promptLogprobs ? { promptLogprobs: logprobs } : {}),
      ...(request.topkPromptLogprobs > 0 ? { topkPromptLogprobs: ranked } : {}),
    }
  }

  /** Lets the event loop turn. Listening to the signal instead would need a listener for each concurrent request. */
  async #takeTurn(): Promise<void> {
    await nextTurn()
    this.#signal.throwIfAborted()
  }

  #rank(logprobs: Float64Array, count: number): RankedTokens {
    const rows = Int32Array.from(logprobs, (_logprob, row) => row)
    rows.sort((left, right) => (logprobs[right] as number) - (logprobs[left] as number) || left - right)
    return Array.from(rows.subarray(0, count), (row) => [this.#tokenOf(row), logprobs[row] as number] as const)
  }

  #tokenOf(row: number): number {
    return this.#weights?.tokenOfRow[row] ?? row
  }

  #network(): Network {
    this.#projected ??= new Network(this.base, this.#weights)
    return this.#projected
  }
}

async function collect(stream: AsyncIterable<SampledToken>): Promise<SampledSequence> {
  const tokens: number[] = []
  const logprobs: number[] = []
  let stopReason: StopReason = "length"
  for await (const sampled of stream) {
    tokens.push(sampled.token)
    logprobs.push(sampled.logprob)
    stopReason = sampled.stopReason ?? stopReason
  }
  return { stopReason, tokens, logprobs }
}
