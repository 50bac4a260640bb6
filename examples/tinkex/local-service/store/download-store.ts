import type { ServiceClock } from "../clock.ts"
import { randomUUID } from "node:crypto"

/** A file behind a link that needs no key. */
export interface Download {
  readonly contentType: string
  readonly fileName: string
  readonly content: Buffer
  readonly expiresAt: number
}

const lifetimeMs = 15 * 60_000

/** Links to files, each good for 15 minutes. The token in the link is the only credential, so it is never seeded. */
export class DownloadStore {
  readonly #clock: ServiceClock
  readonly #downloads = new Map<string, Download>()

  constructor(clock: ServiceClock) {
    this.#clock = clock
  }

  /** Returns the token and when it expires. */
  offer(file: Omit<Download, "expiresAt">): { readonly token: string; readonly expiresAt: number } {
    for (const [token, download] of this.#downloads)
      if (download.expiresAt <= this.#clock.wallTime()) this.#downloads.delete(token)
    const token = randomUUID()
    const expiresAt = this.#clock.wallTime() + lifetimeMs
    this.#downloads.set(token, { ...file, expiresAt })
    return { token, expiresAt }
  }

  find(token: string): Download | undefined {
    const download = this.#downloads.get(token)
    return download !== undefined && download.expiresAt > this.#clock.wallTime() ? download : undefined
  }
}
