import { PristineError } from "pristine-runtime"
import type { ModelInput } from "./model-input.ts"

/**
 * Refuses a text, tokens and whatever else a program without types may take for a model's input.
 *
 * @param what Such as `The prompt of sample`.
 * @throws PristineError with code `input`.
 */
export function checkModelInput(what: string, input: ModelInput): void {
  const given: unknown = input
  if (typeof given === "object" && given !== null && "chunks" in given && Array.isArray(given.chunks)) return
  const ways = "ModelInput.fromInts(tokens) makes one, and ModelInput.fromText(text, await client.getTokenizer())"
  throw new PristineError("input", `${what} must be a ModelInput: ${ways}`)
}
