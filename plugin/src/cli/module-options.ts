import type { Command } from "commander"
import { resolveOptions, type ResolvedOptions } from "../core/options.ts"

/** The options of the plugin that change what is generated, as a command line has them. */
export interface ModuleOptions {
  readonly validate: boolean
  readonly retry: boolean
  readonly defaultClient: boolean
  readonly mock?: boolean
}

/** Adds the flags for options of the plugin. */
export function addModuleOptions(command: Command): Command {
  return command
    .option("--no-validate", "leave the validators out, as the plugin's option `validate: false`")
    .option("--no-retry", "leave the retry engine out, as `retry: false`")
    .option("--no-default-client", "leave the default client out, as `defaultClient: false`")
    .option("--mock", "add what `mock(api)` answers from, as `mock: true`")
}

/** The plugin's options, with its own defaults for what no flag says. */
export function pluginOptions({ validate, retry, defaultClient, mock = false }: ModuleOptions): ResolvedOptions {
  return resolveOptions({ validate, retry, defaultClient, mock })
}
