import type { Command } from "commander"
import type { RestClient } from "../clients/rest-client.ts"
import { ServiceClient } from "../clients/service-client.ts"
import type { Log } from "../logging/log.ts"
import { byteTokenizer } from "../tokenizers/byte-tokenizer.ts"
import { hubLoader } from "../tokenizers/hub-loader.ts"
import type { CliHost } from "./cli-host.ts"
import { printable } from "./output/printable.ts"
import { impatientRetries } from "./impatient-retries.ts"
import type { GlobalOptions } from "./global-options.ts"

/** Opens the service that the command line names, and closes it whatever happens. */
export async function withService<Result>(
  { terminal, service }: CliHost,
  command: Command,
  use: (service: ServiceClient) => Promise<Result>,
): Promise<Result> {
  const { apiKey, baseUrl, timeout } = command.optsWithGlobals<GlobalOptions>()
  const client = new ServiceClient({
    env: terminal.env,
    log: logOf(terminal),
    // `TINKER_LOG` asks for more.
    ...(!terminal.env("TINKER_LOG")?.trim() && { logLevel: "warn" }),
    onWarning: ({ message }) => terminal.err(printable(message)),
    ...impatientRetries(terminal),
    tokenizers: {
      overrides: { "local/tiny-bytes": byteTokenizer },
      load: hubLoader({ onWarning: ({ message }) => terminal.err(printable(message)) }),
    },
    ...service,
    ...(apiKey !== undefined && { apiKey }),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(timeout !== undefined && { timeout }),
  })
  const close = (): void => void client.close()
  terminal.signal.addEventListener("abort", close)
  try {
    terminal.signal.throwIfAborted()
    return await use(client)
  } finally {
    terminal.signal.removeEventListener("abort", close)
    terminal.progress(undefined)
    await client.close()
  }
}

/** The same, for what needs no session. */
export function withRest<Result>(
  host: CliHost,
  command: Command,
  use: (rest: RestClient, options: { readonly signal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const { signal } = host.terminal
  return withService(host, command, async (service) => use(await service.createRestClient({ signal }), { signal }))
}

/** Some of it are the service's words. */
function logOf({ err }: CliHost["terminal"]): Log {
  const say = (message: string): void => err(printable(message))
  return { debug: say, info: say, warn: say, error: say }
}
