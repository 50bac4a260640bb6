/** What an attempt is for, so that an adapter can keep state apart for each origin or operation. */
export interface AttemptTarget {
  /** Where it is sent, without the credentials that go into a query. The query may hold values of the caller. */
  readonly url: string
  /** The manifest's id of the operation. */
  readonly operation: string
}
