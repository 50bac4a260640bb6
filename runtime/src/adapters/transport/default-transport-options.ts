/** What the platform's own transport can be told. */
export interface DefaultTransportOptions {
  /** URL of the proxy for every request that `NO_PROXY` does not exempt; `false`: none. Default: the environment's. */
  readonly proxy?: string | false
  /** Sent to the proxy with every `CONNECT`, and to no other server. */
  readonly proxyHeaders?: Readonly<Record<string, string>>
}
