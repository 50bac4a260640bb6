import { takeBareItem, type BareItem } from "./bare-item.ts"
import type { FieldText } from "./field-text.ts"

/** The last of those with the same name. */
export type FieldParameters = ReadonlyMap<string, BareItem>

/** A value with its parameters (RFC 9651, section 3.3). */
export interface FieldItem {
  readonly item: BareItem
  readonly parameters: FieldParameters
}

/** A list of values in a list or dictionary (RFC 9651, section 3.1.1), with parameters of its own. */
export interface InnerList {
  readonly items: readonly FieldItem[]
  readonly parameters: FieldParameters
}

const key = /^[a-z*][a-z\d_.*-]*/

/** Takes the name of a parameter, or of a member of a dictionary. */
export function takeKey(text: FieldText): string | undefined {
  return text.match(key)
}

/** Takes a value or an inner list, with parameters; `undefined` if the text goes on with something else. */
export function takeMember(text: FieldText): FieldItem | InnerList | undefined {
  return text.take("(") ? takeInnerList(text) : takeItem(text)
}

/** Takes `;name=value` or `;name`, which is true, as often as there is one. */
export function takeParameters(text: FieldText): FieldParameters | undefined {
  const parameters = new Map<string, BareItem>()
  while (text.take(";")) {
    text.skip("spaces")
    const name = takeKey(text)
    if (name === undefined) return undefined
    const value: BareItem | undefined = text.take("=") ? takeBareItem(text) : { type: "boolean", value: true }
    if (value === undefined) return undefined
    parameters.set(name, value)
  }
  return parameters
}

function takeItem(text: FieldText): FieldItem | undefined {
  const item = takeBareItem(text)
  if (item === undefined) return undefined
  const parameters = takeParameters(text)
  return parameters && { item, parameters }
}

function takeInnerList(text: FieldText): InnerList | undefined {
  const items: FieldItem[] = []
  for (;;) {
    const apart = text.match(/^ +/) !== undefined || items.length === 0
    if (text.take(")")) break
    const item = apart ? takeItem(text) : undefined
    if (item === undefined) return undefined
    items.push(item)
  }
  const parameters = takeParameters(text)
  return parameters && { items, parameters }
}
