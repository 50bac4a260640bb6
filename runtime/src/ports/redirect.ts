/** A place that a browser can be sent back to after a person has signed in (RFC 6749, section 3.1.2). */
export interface Redirect {
  /** Starts to listen. What it opens belongs to the caller, who closes it. */
  open(signal: AbortSignal): Promise<OpenRedirect>
}

export interface OpenRedirect {
  /** The redirect URI: a loopback address, or https. */
  readonly uri: string
  /**
   * The URL of the first visit that `accepts` takes, with its query. Other visits are turned away and end nothing: anyone
   * on the machine can make one. Rejects with the signal's reason when that fires.
   */
  wait(accepts: (url: URL) => boolean, signal: AbortSignal): Promise<URL>
  /** Stops listening and ends a wait; no connection stays open. Safe to call twice. */
  close(): Promise<void>
}
