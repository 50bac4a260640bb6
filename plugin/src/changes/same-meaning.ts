/** What a manifest says to people and to editors, not to a service. */
const said = new Set(["pointer", "description", "examples", "tags"])

/** Below these keys stands data of the manifest's own, whatever its names are. */
const data = new Set(["value", "values", "default"])

/** Two parts of a model mean the same to a caller and to the service. */
export function sameMeaning(before: unknown, after: unknown): boolean {
  return meaning(before) === meaning(after)
}

function meaning(part: unknown): string | undefined {
  return JSON.stringify(part instanceof Map ? [...part] : part, function (this: unknown, key: string, value: unknown) {
    return said.has(key) && isModel(this) ? undefined : data.has(key) && isModel(this) ? JSON.stringify(value) : value
  })
}

function isModel(holder: unknown): boolean {
  return typeof holder === "object" && !Array.isArray(holder)
}
