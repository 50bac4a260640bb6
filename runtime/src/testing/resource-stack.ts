/** Something that must be closed: its own `close` runs through one of the two. */
export type Resource = Disposable | AsyncDisposable

/**
 * What a test opened. Disposing closes it in reverse order, one after the other, all of it even when one fails.
 *
 * @throws what closing threw; an `AggregateError` if several did.
 */
export class ResourceStack implements AsyncDisposable {
  readonly #closers: (() => unknown)[] = []

  /** Takes over a disposable and returns it. */
  use<Owned extends Resource>(resource: Owned): Owned {
    this.defer(() => (Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose]()))
    return resource
  }

  /** Runs `close` at the end; a promise that it returns is awaited. */
  defer(close: () => unknown): void {
    this.#closers.push(close)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = []
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length === 1) throw failures[0]
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} resources failed to close`)
  }
}
