import { PristineError } from "../../errors/pristine-error.ts"

/** Headers in wire order, as a transport takes them. */
export type HeaderList = [name: string, value: string][]

/** What frames the message is the transport's alone. */
const framing = /^(?:host|content-length|transfer-encoding|connection)$/i

/** Sets a header in place of one of the same name in any case, or at the end; `null` takes it out. */
export function putHeader(list: HeaderList, name: string, value: string | null): void {
  const lower = name.toLowerCase()
  const found = list.findIndex(([other]) => other.length === lower.length && other.toLowerCase() === lower)
  if (value === null) list.splice(found < 0 ? list.length : found, 1)
  else list[found < 0 ? list.length : found] = [name, value]
}

/**
 * Sets what a caller or a client's options give, own properties only.
 *
 * @throws PristineError with code `input` for a header that frames the message.
 */
export function overrideHeaders(list: HeaderList, over?: Readonly<Record<string, string | null>>): void {
  if (!over) return
  for (const [name, value] of Object.entries(over)) {
    if (framing.test(name)) {
      throw new PristineError("input", `Header ${name} is the transport's and cannot be given`, { phase: "prepare" })
    }
    putHeader(list, name, value)
  }
}
