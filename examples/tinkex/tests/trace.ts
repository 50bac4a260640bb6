import { readFileSync } from "node:fs"

/** One recorded exchange of the official SDK. */
export interface Exchange {
  readonly n: number
  readonly method: string
  readonly raw_path: string
  readonly request_headers: readonly (readonly [string, string])[]
  readonly request_body_raw?: string
  readonly request_body_json?: Readonly<Record<string, unknown>>
  readonly request_body_base64?: string
  /** The message in `request_body_base64`, as the official SDK reads it. */
  readonly request_body_proto?: Readonly<Record<string, unknown>>
  readonly response_status: number
  readonly response_headers: Readonly<Record<string, string>>
  readonly response_body_json?: Readonly<Record<string, unknown>>
  readonly response_body_base64?: string
  /** The message in `response_body_base64`, as the official SDK reads it. */
  readonly response_body_proto?: Readonly<Record<string, unknown>>
}

/** The recording of a name, in order. */
export function readTrace(name: string): readonly Exchange[] {
  const lines = readFileSync(new URL(`fixtures/tinker/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
  return lines.map((line) => JSON.parse(line) as Exchange)
}
