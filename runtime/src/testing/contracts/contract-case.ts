/**
 * One promise of a port. `run` makes a subject of its own, checks the promise, and rejects with an `Error` that says what
 * was expected where an adapter breaks it. No test framework is involved.
 *
 * @example for (const { name, run } of circuitBreakerContract) it(name, () => run(makeSubject))
 */
export interface ContractCase<Subject> {
  readonly name: string
  readonly run: (make: () => Subject | Promise<Subject>) => Promise<void>
}
