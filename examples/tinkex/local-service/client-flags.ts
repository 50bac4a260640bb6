import { OptionError } from "./option-error.ts"

/** The flags of `POST /client/config`. A client takes its own default for every absent one; those are named here. */
export interface ClientFlags {
  /**
   * Keys are exchanged for web tokens first.
   *
   * @default false
   */
  readonly pjwt_auth_enabled?: boolean
  /**
   * Whose credential is exchanged: the key, or what `TINKER_CREDENTIAL_CMD` prints.
   *
   * @default "api_key"
   */
  readonly credential_default_source?: "api_key" | "credential_cmd"
  /**
   * Bytes of sampling requests under way at once.
   *
   * @default 10485760
   */
  readonly sample_dispatch_bytes_semaphore_size?: number
  /**
   * Bytes of large results under way at once.
   *
   * @default 52428800
   */
  readonly inflight_response_bytes_semaphore_size?: number
  /**
   * The parts of a batch are sent at once, the first one last.
   *
   * @default true
   */
  readonly parallel_fwdbwd_chunks?: boolean
  /**
   * Training data are sent compressed (zstd).
   *
   * @default false
   */
  readonly proto_compress_fwdbwd?: boolean
  /**
   * Examples in a part of a batch.
   *
   * @default 1024
   */
  readonly fwdbwd_max_chunk_len?: number
  /**
   * Estimated bytes of a part of a batch.
   *
   * @default 5000000
   */
  readonly fwdbwd_max_chunk_bytes_count?: number
  /**
   * Bytes of training requests under way at once.
   *
   * @default 50000000
   */
  readonly fwdbwd_dispatch_bytes_semaphore_size?: number
  /**
   * Seconds for which a 402 pauses a job before it fails it.
   *
   * @default 3600
   */
  readonly billing_exception_max_pause_duration_sec?: number
  /**
   * Failed samples are not tried again.
   *
   * @default false
   */
  readonly sample_no_retries?: boolean
  /**
   * Sampling that makes no progress for two hours fails.
   *
   * @default true
   */
  readonly sample_enable_stuck_detection?: boolean
  /**
   * Samples under way at once.
   *
   * @default 2000
   */
  readonly sample_max_concurrent_requests?: number
  /**
   * Of the official Python client alone: which HTTP library it uses.
   *
   * @default true
   */
  readonly use_pyqwest_transport?: boolean
  /**
   * A model is made out of a checkpoint by one request instead of two.
   *
   * @default false
   */
  readonly create_model_via_load_weights?: boolean
}

type FlagKind = "boolean" | "count" | readonly string[]

const kinds: Readonly<Record<keyof ClientFlags, FlagKind>> = {
  pjwt_auth_enabled: "boolean",
  credential_default_source: ["api_key", "credential_cmd"],
  sample_dispatch_bytes_semaphore_size: "count",
  inflight_response_bytes_semaphore_size: "count",
  parallel_fwdbwd_chunks: "boolean",
  proto_compress_fwdbwd: "boolean",
  fwdbwd_max_chunk_len: "count",
  fwdbwd_max_chunk_bytes_count: "count",
  fwdbwd_dispatch_bytes_semaphore_size: "count",
  billing_exception_max_pause_duration_sec: "count",
  sample_no_retries: "boolean",
  sample_enable_stuck_detection: "boolean",
  sample_max_concurrent_requests: "count",
  use_pyqwest_transport: "boolean",
  create_model_via_load_weights: "boolean",
}

/**
 * Checks flags: a misspelt one would be ignored by every client.
 *
 * @throws Error that names the flag and what it takes.
 */
export function checkFlags(flags: ClientFlags): ClientFlags {
  for (const [name, value] of Object.entries(flags) as [string, unknown][]) {
    const kind = kindOf(name)
    const isFitting =
      kind === "boolean"
        ? typeof value === "boolean"
        : kind === "count"
          ? Number.isSafeInteger(value) && Number(value) > 0
          : kind.includes(value as string)
    if (!isFitting) throw new OptionError(`Flag ${name} takes ${describeKind(kind)}`)
  }
  return flags
}

/**
 * Reads a flag as the command takes it, `name=value`.
 *
 * @throws Error that names the flag and what it takes.
 */
export function parseFlag(text: string): ClientFlags {
  const [name = "", value = ""] = text.split(/=(.*)/s, 2)
  const kind = kindOf(name)
  const read = (): unknown => {
    if (kind === "boolean") return value === "true" || (value === "false" ? false : value)
    return kind === "count" && /^\d+$/.test(value) ? Number(value) : value
  }
  return checkFlags({ [name]: read() })
}

function kindOf(name: string): FlagKind {
  if (!Object.hasOwn(kinds, name)) throw new OptionError(`There is no flag ${JSON.stringify(name.slice(0, 80))}`)
  return kinds[name as keyof ClientFlags]
}

function describeKind(kind: FlagKind): string {
  if (kind === "boolean") return "true or false"
  return kind === "count" ? "a whole number from 1 on" : kind.join(" or ")
}
