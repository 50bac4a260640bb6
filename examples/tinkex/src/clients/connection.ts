import api, { createClient, type ClientConfig } from "#tinker.pristine.json"
import {
  apiKey,
  canCompress,
  isPristineError,
  runtimeInfo,
  systemClock,
  type Auth,
  type Client,
  type ClientOptions,
  type TokenSource,
} from "pristine-runtime"
import { BillingPause } from "../service/billing-pause.ts"
import type { ConfigOptions } from "../config/config-options.ts"
import { clientOptions } from "../config/client-options.ts"
import type { Config } from "../config/resolve-config.ts"
import { chooseTransport } from "../config/transport.ts"
import { resolveCredential } from "../auth/credential.ts"
import { defaultFlags } from "../service/default-flags.ts"
import { outageWatch } from "../logging/outage-watch.ts"
import type { Log } from "../logging/log.ts"
import { telemetryHooks } from "../telemetry/telemetry-hooks.ts"
import { TelemetryReporter } from "../telemetry/telemetry-reporter.ts"
import { webTokenSource } from "../auth/web-token.ts"

/** The configuration, and everything else that `createClient` takes. */
export interface ConnectionOptions extends Omit<ClientOptions, "auth" | keyof ConfigOptions>, ConfigOptions {}

/** A client that is set up as the server's flags ask. */
export interface Connection extends AsyncDisposable {
  readonly client: Client
  readonly flags: ClientConfig
  /** Seconds until the dynamic configuration is to be read again. */
  readonly refreshSeconds: number
  /** Absent where telemetry is off. */
  readonly telemetry: TelemetryReporter | undefined
  /** The credential that calls carry now. */
  token(signal?: AbortSignal): Promise<string>
  /** Makes calls under another credential, which is exchanged for a web token where the server asks for that. */
  readonly actAs: <Result>(credential: string, use: (client: Client) => Promise<Result>) => Promise<Result>
}

/**
 * Asks the server for its flags and sets a client up accordingly.
 *
 * @param given What the runtime is given as it is.
 * @param signal Gives that up.
 */
export async function connect(
  config: Config,
  given: ClientOptions,
  log: Log,
  signal: AbortSignal,
): Promise<Connection> {
  const { transport: chosen, own } = chooseTransport(config, given.transport, log)
  const transport = outageWatch(chosen, config.baseUrl, given.clock ?? systemClock, log)
  const rest: ClientOptions = { ...clientOptions(config, given), transport }
  const credential = (preferCommand: boolean): TokenSource => ({
    token: async (signal) => ({
      value: await resolveCredential({ key: config.apiKey, command: config.credentialCommand, preferCommand }, signal),
    }),
  })
  const plain = credential(false)
  const first = createClient({ ...rest, auth: { default: header(plain), credential: header(plain) } })
  const release = async (): Promise<void> => {
    await first.close({ drain: false })
    if (own) await chosen.close?.()
  }
  try {
    const flags = await unlessMissing(api.service.clientConfig({}, { client: first, signal }), defaultFlags)
    const preferred = credential(flags.credential_default_source === "credential_cmd")
    const exchange = async (signal: AbortSignal): Promise<string> =>
      (await api.service.authToken({}, { client: second, signal })).jwt
    const source = flags.pjwt_auth_enabled ? webTokenSource(exchange, first.clock) : plain
    const telemetry = config.sendTelemetry ? reporterOf(first, () => second, log) : undefined
    const second: Client = createClient({
      ...rest,
      ...(telemetry && { hooks: [telemetryHooks(telemetry), ...[given.hooks ?? []].flat()] }),
      ...limitsOf(flags, given),
      auth: { default: header(source), credential: header(flags.pjwt_auth_enabled ? preferred : plain) },
    })
    const pauseForBilling = (client: Client): void =>
      void BillingPause.of(client, flags.billing_exception_max_pause_duration_sec * 1000, (message) =>
        log.warn(message),
      )
    pauseForBilling(second)
    const byDefault = { refresh_interval_sec: 300 }
    const dynamic = await unlessMissing(api.service.dynamicConfig({}, { client: second, signal }), byDefault)
    return {
      client: second,
      flags,
      telemetry,
      refreshSeconds: dynamic.refresh_interval_sec,
      token: async (signal = new AbortController().signal) => (await source.token(signal)).value,
      actAs: async (credential, use) => {
        const other = createClient({
          ...rest,
          ...limitsOf(flags, given),
          auth: foreign(credential, () => other, flags),
        })
        pauseForBilling(other)
        try {
          return await use(other)
        } finally {
          await other.close({ drain: false })
        }
      },
      [Symbol.asyncDispose]: async () => {
        await telemetry?.close()
        await second.close({ drain: false })
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Tells the service through the client that it tells of. */
function reporterOf(first: Client, client: () => Client, log: Log): TelemetryReporter {
  const { clock, random } = first
  return new TelemetryReporter({
    send: (batch, signal) => api.service.telemetry(batch, { client: client(), signal, retry: false }),
    clock,
    random,
    platform: runtimeInfo({ client: first }).os,
    onLoss: (message) => log.info(message),
  })
}

/** Older services have no flags and no dynamic configuration. */
async function unlessMissing<Value>(answer: Promise<Value>, byDefault: Value): Promise<Value> {
  try {
    return await answer
  } catch (error) {
    if (isPristineError(error, "http") && error.status === 404) return byDefault
    throw error
  }
}

/** The credential of somebody else, for `client`. */
function foreign(value: string, client: () => Client, flags: ClientConfig): Readonly<Record<string, Auth>> {
  const plain = apiKey({ header: "X-API-Key", token: value })
  const exchanged = header({
    token: async (signal) => ({ value: (await api.service.authToken({}, { client: client(), signal })).jwt }),
  })
  return { default: flags.pjwt_auth_enabled ? exchanged : plain, credential: plain }
}

function header(source: TokenSource): Auth {
  return apiKey({ header: "X-API-Key", source })
}

/** The limits that the server decides, and what a caller says of them or of others. */
function limitsOf(flags: ClientConfig, given: ClientOptions): Pick<ClientOptions, "rateLimits" | "compress"> {
  const { rateLimits: own = {}, compress } = given
  return {
    rateLimits: {
      ...own,
      sampling: { byteBudget: flags.sample_dispatch_bytes_semaphore_size, ...own["sampling"] },
      training: { byteBudget: flags.fwdbwd_dispatch_bytes_semaphore_size, ...own["training"] },
      responses: { byteBudget: flags.inflight_response_bytes_semaphore_size, ...own["responses"] },
    },
    // The server takes plain bodies too, and not every platform has this coding.
    ...(!compress && flags.proto_compress_fwdbwd && canCompress("zstd") && { compress: ["zstd"] }),
  }
}
