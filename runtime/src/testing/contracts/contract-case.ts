/** One rule that every implementation of a port keeps, checked without a test framework: it throws where it is broken. */
export interface ContractCase<Subject> {
  readonly name: string
  /** `make` gives a new subject at each call. */
  run(make: () => Subject | Promise<Subject>): Promise<void>
}
