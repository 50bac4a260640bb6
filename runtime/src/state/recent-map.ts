/** A map that holds so many keys: beyond, the one that was set the longest time ago is forgotten. */
export class RecentMap<Value> extends Map<string, Value> {
  readonly #capacity: number

  constructor(capacity: number) {
    super()
    this.#capacity = capacity
  }

  override set(key: string, value: Value): this {
    // A map keeps the order of insertion.
    this.delete(key)
    super.set(key, value)
    const [oldest] = this.keys()
    if (this.size > this.#capacity && oldest !== undefined) this.delete(oldest)
    return this
  }
}
