import { PristineError } from "../../errors/pristine-error.ts"

/** Parses one event. The parser's own error quotes the text, so it is not kept. */
export function parseEvent(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(text)
  } catch {
    throw unreadable()
  }
}

/** The error of an event that is no JSON. */
export function unreadable(): PristineError {
  return new PristineError("decode", "An event of the stream is not JSON", { maybeExecuted: true, phase: "event" })
}
