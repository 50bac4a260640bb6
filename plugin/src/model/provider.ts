/** What a service says in its own words. Mirrors the runtime's `ProviderProfile`, its readers as data. */
export interface ProviderModel {
  /** Empty: the usual ones. */
  readonly requestId: readonly string[]
  readonly shouldRetry?: string
  readonly quotas: readonly QuotaModel[]
  /** Errors are problem details (RFC 9457). */
  readonly problem: boolean
  /** Steps into the body of an error. */
  readonly errorCode?: readonly string[]
  readonly errorMessage?: readonly string[]
}

export interface QuotaModel {
  readonly remaining?: string
  readonly reset: string
  readonly form: "epoch" | "delta" | "iso" | "duration"
}
