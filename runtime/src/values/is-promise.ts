/** Whether code of a user answered later. A promise of another realm is no instance of this one's class. */
export function isPromise<Value>(answer: Value | Promise<Value>): answer is Promise<Value> {
  return typeof answer === "object" && answer !== null && "then" in answer
}
