/** Where a request and its answers hold secrets beside the credentials, as the description of an operation says. */
export interface SecretPlaces {
  /**
   * Names on the wire, of members of bodies at any depth and of query parameters, headers and path parameters. An empty
   * name stands for all of a body. Of requests and answers together: a name that is secret in one of them is hidden in
   * both, which at worst hides too much. Names in TypeScript stand among them, for the paths of a validator's issues.
   */
  readonly names: readonly string[]
  /** Path template of an operation with such a path parameter; `{+name}` stands for several segments (RFC 6570). */
  readonly route?: string
}
