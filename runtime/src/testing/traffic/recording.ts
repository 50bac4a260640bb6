/** A name and a value, as HAR writes headers. */
export interface RecordedHeader {
  readonly name: string
  readonly value: string
}

/** One exchange. */
export interface RecordedExchange {
  readonly request: {
    readonly method: string
    /** Absolute. A query value that the recorder hid is `***`, and stands for any. */
    readonly url: string
    readonly headers: readonly RecordedHeader[]
    /** A hidden value of a member, `***`, stands for any. */
    readonly postData?: { readonly mimeType: string; readonly text?: string; readonly encoding?: "base64" }
  }
  readonly response: {
    readonly status: number
    readonly headers: readonly RecordedHeader[]
    readonly content: { readonly mimeType: string; readonly text?: string; readonly encoding?: "base64" }
  }
}

/**
 * Recorded traffic: what this package reads and writes of an HTTP Archive, version 1.2. An archive that a browser or a proxy
 * has saved is one, too; the rest of what it holds is not looked at.
 */
export interface Recording {
  readonly log: {
    readonly version: string
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly RecordedExchange[]
  }
}
