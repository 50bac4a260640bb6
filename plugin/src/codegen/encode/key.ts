import { isIdentifierName } from "./identifier.ts"
import { encodeString } from "./string.ts"

/** Encodes a property name of an object literal. `__proto__` is computed: written plainly it would set the prototype. */
export function encodeKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]'
  return isPlain(name) ? name : encodeString(name)
}

/** Encodes the access to a property that is not one of `Object.prototype`; those are read with `own(…)`. */
export function encodeMember(object: string, name: string): string {
  return isPlain(name) ? `${object}.${name}` : `${object}[${encodeString(name)}]`
}

/** Whether an object has a property of this name without owning it. */
export function isInherited(name: string): boolean {
  return name in Object.prototype
}

function isPlain(name: string): boolean {
  return isIdentifierName(name) && /^[\w$]+$/.test(name)
}
