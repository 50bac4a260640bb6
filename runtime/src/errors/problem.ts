/** Problem details of RFC 9457, section 3.1: members of the wrong type are left out, as it asks of readers. */
export interface Problem {
  /** URI of the kind of problem. Default `about:blank`: the status says it all. */
  readonly type: string
  readonly title?: string
  /** Of the answer, whatever the body says. */
  readonly status: number
  readonly detail?: string
  readonly instance?: string
}
