/** Somebody pressed Ctrl-C at a question: there is no answer, and nothing more to do. */
export class Interrupted extends Error {
  override readonly name = "Interrupted"
}
