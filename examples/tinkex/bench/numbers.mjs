import { parseArgs } from "node:util"

/** Reads `--name N` arguments; each has a default, and is a whole number from 1 on. */
export function readNumbers(defaults) {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: "string" }]))
  const { values } = parseArgs({ options })
  return Object.fromEntries(
    Object.entries(defaults).map(([name, byDefault]) => {
      const text = values[name] ?? String(byDefault)
      if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} must be a whole number from 1 on`)
      return [name, Number(text)]
    }),
  )
}
