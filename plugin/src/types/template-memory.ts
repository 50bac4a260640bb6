import type { TypeTemplate } from "./type-template.ts"

/** Templates of types by the JSON of their schemas. It holds what the last whole run and the running one printed. */
export interface TemplateMemory {
  /** The template of a schema, printed where nobody remembers it. */
  take(key: string, print: () => TypeTemplate): TypeTemplate
  /** A run is over: what it did not take is forgotten. */
  finish(): void
}

/** Starts with nothing. */
export function createTemplateMemory(): TemplateMemory {
  let before = new Map<string, TypeTemplate>()
  let now = new Map<string, TypeTemplate>()
  return {
    take(key, print) {
      const template = now.get(key) ?? before.get(key) ?? print()
      now.set(key, template)
      return template
    },
    finish() {
      before = now
      now = new Map()
    },
  }
}
