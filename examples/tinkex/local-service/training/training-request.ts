/** One tensor of `loss_fn_inputs`, made dense. */
export interface TrainingTensor {
  /** `[length]` where the wire stated none. */
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** One example: what the model reads, and what the loss compares its predictions with. */
export interface TrainingDatum {
  /** Token ids; images and audio as placeholder tokens. */
  readonly tokens: Int32Array
  readonly inputs: ReadonlyMap<string, TrainingTensor>
}

/** A forward or forward-backward request of which only the head has been read, whichever wire format brought it. */
export interface TrainingOrder {
  readonly modelId: string
  readonly seqId: number
  /** True computes the loss and leaves the gradient alone. */
  readonly forwardOnly: boolean
  /**
   * Reads the rest, when its turn comes: a refusal at the door would leave a gap in the sequence that stops the model.
   *
   * @throws HttpError 422 naming what is faulty.
   */
  readonly read: () => TrainingRequest
}

/** A forward or forward-backward request. */
export interface TrainingRequest {
  readonly data: readonly TrainingDatum[]
  readonly lossFn: string
  readonly lossFnConfig: Readonly<Record<string, number>>
  /** True computes the loss and leaves the gradient alone. */
  readonly forwardOnly: boolean
}

/** What the loss says about one datum; both arrays have `shape`, the shape of its target tokens. */
export interface DatumOutput {
  readonly shape: readonly number[]
  readonly logprobs: Float32Array
  readonly elementwiseLoss: Float32Array
}

/** The result of a training request. */
export interface TrainingOutput {
  readonly data: readonly DatumOutput[]
  /** Under `name:reduction` keys, so that clients can combine the results of several requests. */
  readonly metrics: Readonly<Record<string, number>>
}
