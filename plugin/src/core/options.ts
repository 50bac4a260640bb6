import type { Budget } from "../report/over-budget.ts"
import type { DeclarationForm } from "../types/index.ts"

/** Options of the plugin. All optional. */
export interface Options {
  /**
   * Endings of the files that the plugin takes over. Each has two extensions at least, so that a plain `.json` of
   * another tool is never taken.
   *
   * @default [".pristine.json", ".pristine.yaml", ".pristine.yml"]
   */
  readonly include?: readonly string[]
  /**
   * Where the types of a manifest go: beside it (`"sibling"`: `manifest.pristine.d.json.ts`, for TypeScript with
   * `moduleResolution: bundler` and `allowArbitraryExtensions`), to the `types` of a key of the package's `imports`
   * (`"imports"`), or nowhere (`false`).
   *
   * @default "imports" where the package names the manifest so, else "sibling"
   */
  readonly types?: DeclarationForm | false
  /**
   * `false` leaves the validators out of the build. Defaults, renames and codecs still run: they are part of reading
   * and writing.
   *
   * @default true
   */
  readonly validate?: boolean
  /**
   * `false` leaves the retry engine out of the build: a failed attempt is a failed call.
   *
   * @default true
   */
  readonly retry?: boolean
  /**
   * `false` removes the client that serves calls without `options.client`: such a call is an error then.
   *
   * @default true
   */
  readonly defaultClient?: boolean
  /**
   * `true` puts into the module what `mock(api)` of `pristine-runtime/mock` answers with: the types of answers, as JSON
   * Schema, with their examples. For tests and demos; it makes every operation larger.
   *
   * @default false
   */
  readonly mock?: boolean
  /**
   * `true` prints after a build what it holds of each manifest: operations, their bytes and policies, and what is unused. The
   * same goes as JSON to `.pristine/report`, with the places that use it: `diff --usage` reads them.
   *
   * @default false
   */
  readonly report?: boolean
  /**
   * Most bytes of one operation, or of each by its call: `{ "pets.get": 2000, "*": 8000 }`. A build that holds a dearer one
   * fails. What is counted is what `report` shows.
   *
   * @default none
   */
  readonly budget?: Budget
}

/** Options with every default filled in: what the rest of the plugin sees. */
export type ResolvedOptions = Required<Omit<Options, "types" | "budget">> & Pick<Options, "types" | "budget">

const defaults: ResolvedOptions = {
  include: [".pristine.json", ".pristine.yaml", ".pristine.yml"],
  validate: true,
  retry: true,
  defaultClient: true,
  mock: false,
  report: false,
}

const expectations: Record<keyof Options, { readonly says: string; accepts(value: unknown): boolean }> = {
  include: { says: 'a list of endings such as ".api.json"', accepts: isListOfEndings },
  types: { says: '"sibling", "imports" or false', accepts: (value) => isOneOf(value, ["sibling", "imports", false]) },
  validate: { says: "true or false", accepts: isBoolean },
  retry: { says: "true or false", accepts: isBoolean },
  defaultClient: { says: "true or false", accepts: isBoolean },
  mock: { says: "true or false", accepts: isBoolean },
  report: { says: "true or false", accepts: isBoolean },
  budget: { says: 'a number of bytes, or numbers by operation such as { "pets.get": 2000 }', accepts: isBudget },
}

/**
 * Fills in the defaults. Throws a `TypeError` that names the option and what it accepts, for an unknown option as well
 * as for a wrong value: a misspelt option would otherwise be a silent default.
 */
export function resolveOptions(options: unknown = {}): ResolvedOptions {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(`[unplugin-pristine] The plugin takes an object of options, not ${describe(options)}.`)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (!isOptionName(name))
      throw new TypeError(
        `[unplugin-pristine] There is no option \`${name}\`. The options are ${Object.keys(expectations).join(", ")}.`,
      )
    if (!expectations[name].accepts(value))
      throw new TypeError(
        `[unplugin-pristine] The option \`${name}\` takes ${expectations[name].says}, not ${describe(value)}.`,
      )
  }
  return { ...defaults, ...Object.fromEntries(given) }
}

function isOptionName(name: string): name is keyof Options {
  return Object.hasOwn(expectations, name)
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean"
}

function isBudget(value: unknown): boolean {
  const isLimit = (limit: unknown): boolean => typeof limit === "number" && limit > 0
  if (typeof value !== "object" || value === null || Array.isArray(value)) return isLimit(value)
  return Object.values(value).every(isLimit)
}

function isOneOf(value: unknown, choices: readonly unknown[]): boolean {
  return choices.includes(value)
}

function isListOfEndings(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((ending) => typeof ending === "string" && /^(?:\.[\w-]+)+\.(?:json|ya?ml)$/.test(ending))
  )
}

function describe(value: unknown): string {
  return typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`
}
