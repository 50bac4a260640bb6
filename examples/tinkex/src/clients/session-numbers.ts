/**
 * Numbers the models and samplers of one session in the order of the calls that ask for them. It is there before the
 * session is open, so that a call takes its number at once, whatever it waits for afterwards.
 */
export class SessionNumbers {
  #models = 0
  #samplers = 0

  /** Place of the next training client within the session (`model_seq_id`). */
  nextModel(): number {
    return this.#models++
  }

  /** Place of the next sampler within the session, however it is made (`sampling_session_seq_id`). */
  nextSampler(): number {
    return this.#samplers++
  }
}
