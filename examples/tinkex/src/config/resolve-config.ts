import { PristineError, type StandardIssue } from "pristine-runtime"
import type { ConfigOptions } from "./config-options.ts"
import { unknownOptions } from "../options/check-options.ts"
import { serviceNames } from "../options/option-names.ts"
import type { Setting } from "./setting.ts"
import { settings } from "./settings.ts"

/** Every option with its value: from the option, else the environment, else the default. */
export type Config = Readonly<Omit<ConfigOptions, Defaulted>> & Required<Pick<ConfigOptions, Defaulted>>

/** Options that always have a value. */
type Defaulted =
  | "baseUrl"
  | "headers"
  | "logRequests"
  | "maxRetries"
  | "pollBackoff"
  | "proxyHeaders"
  | "query"
  | "sendTelemetry"
  | "tags"

/** What is known of each option, whatever its type. */
const known = Object.entries(settings) as [keyof ConfigOptions, Setting<unknown>][]

/** What Node looks for to print an object. */
const inspected = Symbol.for("nodejs.util.inspect.custom")

/**
 * Reads the options. The result is frozen; printed (`JSON.stringify`, `util.inspect`, `console.log`) it shows no secret.
 *
 * @param env Reads an environment variable; a blank one counts as absent.
 * @throws PristineError with code `config` that tells of every problem at once, by option and variable and without a
 * value; `issues` holds them one by one.
 */
export function resolveConfig(
  options: ConfigOptions & { readonly transport?: unknown },
  env: (name: string) => string | undefined,
): Config {
  const problems: StandardIssue[] = []
  const values: Partial<Record<keyof ConfigOptions, unknown>> = {}
  const complain = (name: keyof ConfigOptions, message: string): void => void problems.push({ message, path: [name] })

  for (const [name, setting] of known) {
    const { variable, read = (text: string) => text, accepts, wanted, byDefault } = setting
    const text = variable === undefined ? undefined : env(variable)?.trim()
    let value: unknown = options[name]
    let source = `Option ${name}${variable === undefined ? "" : ` (${variable})`}`
    if (value === undefined && text) {
      value = read(text) ?? null
      source = `${String(variable)} (option ${name})`
    }
    if (value === undefined) values[name] = byDefault
    else if (accepts(value)) values[name] = value
    else complain(name, `${source} must be ${wanted}`)
  }
  for (const { name, message } of unknownOptions(options, serviceNames)) {
    problems.push({ message: `${message[0]?.toUpperCase()}${message.slice(1)}`, path: [name] })
  }
  checkCredential(values as Partial<Config>, problems)
  for (const name of ["proxy", "proxyHeaders"] as const) {
    if (options.transport === undefined || options[name] === undefined) continue
    complain(name, `Option ${name} has no effect beside a transport of your own`)
  }

  if (problems.length === 1) throw new PristineError("config", problems[0]?.message ?? "", { issues: problems })
  if (problems.length > 1) {
    const all = problems.map(({ message }) => message).join("; ")
    throw new PristineError("config", `${problems.length} settings cannot be used: ${all}`, { issues: problems })
  }
  return redacted(values as Config)
}

/** A command makes up for a key that is none. */
function checkCredential({ apiKey, credentialCommand }: Partial<Config>, problems: StandardIssue[]): void {
  if (credentialCommand !== undefined || problems.some(({ path }) => path?.[0] === "apiKey")) return
  const ways = "pass the option apiKey or set the environment variable TINKER_API_KEY"
  if (apiKey === undefined) problems.push({ message: `No API key: ${ways}`, path: ["apiKey"] })
  else if (!/^(?:tml-|eyJ)/.test(apiKey)) {
    problems.push({
      message: "Option apiKey (TINKER_API_KEY) must start with the prefix tml- or eyJ",
      path: ["apiKey"],
    })
  }
}

function redacted(values: Config): Config {
  const config: Config = { ...values, tags: [...new Set(values.tags)] }
  const show = (): Record<string, unknown> =>
    Object.fromEntries(
      known.flatMap(([name, { shown = (value: unknown) => value }]) =>
        config[name] === undefined ? [] : [[name, shown(config[name])]],
      ),
    )
  for (const name of ["toJSON", inspected]) Object.defineProperty(config, name, { value: show })
  return Object.freeze(config)
}
