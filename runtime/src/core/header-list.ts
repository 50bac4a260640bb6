import { PristineError } from "../errors/pristine-error.ts"
import type { Pairs } from "./scope.ts"

/** Headers in wire order, as a transport takes them. */
export type HeaderList = [name: string, value: string][]

/** What frames the message is the transport's alone. */
const framing: ReadonlySet<string> = new Set(["host", "content-length", "transfer-encoding", "connection"])

/** Sets a header in place of one of the same name in any case, or at the end; `null` takes it out. */
export function putHeader(list: HeaderList, name: string, value: string | null): void {
  const lower = name.toLowerCase()
  const index = list.findIndex(([other]) => other.length === lower.length && other.toLowerCase() === lower)
  if (value === null) {
    if (index !== -1) list.splice(index, 1)
  } else if (index === -1) list.push([name, value])
  else list[index] = [name, value]
}

/** Appends pairs, or sets them where the list may have their names. */
export function addHeaders(list: HeaderList, pairs: Pairs, replace: boolean): void {
  for (const [name, value] of pairs) {
    if (value === undefined || value === null) continue
    const text = typeof value === "object" ? value.encoded : String(value)
    if (replace) putHeader(list, name, text)
    else list.push([name, text])
  }
}

/**
 * Sets what a caller or a client's options give, own properties only.
 *
 * @throws PristineError with code `input` for a header that frames the message.
 */
export function overrideHeaders(list: HeaderList, over: Readonly<Record<string, string | null>> | undefined): void {
  if (over === undefined) return
  for (const [name, value] of Object.entries(over)) {
    if (framing.has(name.toLowerCase())) {
      throw new PristineError("input", `Header ${name} is the transport's and cannot be given`, { phase: "prepare" })
    }
    putHeader(list, name, value)
  }
}
