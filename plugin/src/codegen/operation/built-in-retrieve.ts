import type { RetryPolicyModel } from "../../model/policies.ts"
import type { CodeModule } from "../code-module.ts"
import { encodeString } from "../encode/string.ts"
import { layoutCall, layoutObject } from "../layout.ts"

/** Where futures are asked for when the manifest names no operation: the original's default. */
const route = "/api/v1/retrieve_future"

/** Retries of the built-in poll: 408 means "still queued" there, and a failed poll loses nothing. */
export const builtInPolicy: Omit<RetryPolicyModel, "pointer"> = {
  name: "retrieve_future",
  rules: [
    {
      retryOn: ["connection", "timeout", 408, 429, "5XX"],
      maxAttempts: "unlimited",
      backoff: "exponential",
      baseMs: 1000,
      maxMs: 10_000,
      jitter: [0.75, 1],
      retryAfter: { maxMs: 60_000, beyond: "backoff" },
    },
  ],
  maxElapsedMs: 300_000,
}

/** The operation behind `async` without `poll`. */
export function builtInRetrieve(
  module: CodeModule,
  { retry, defaultHeaders }: { readonly retry: boolean; readonly defaultHeaders: boolean },
): string {
  const json = module.runtime("json")
  const encode = "(input) => ({ request_id: input.request_id })"
  const body = layoutCall(module.runtime("requestBody"), [layoutObject([`encode: ${encode}`, `writer: ${json}`])])
  const spec = layoutObject([
    "service",
    'id: "retrieve_future"',
    'method: "POST"',
    `route: ${encodeString(route)}`,
    `path: () => ${encodeString(route)}`,
    ...(defaultHeaders ? ["headers: defaultHeaders"] : []),
    `body: ${body}`,
    `success: [{ status: "2XX", readers: [${json}] }]`,
    ...(retry ? ["retry: [retrieveFuturePolicy]"] : []),
  ])
  return `/* @__PURE__ */ ${module.runtime("defineOperation")}(() => (${spec}))`
}

/** Answers of the original service that mean "not yet". */
export function builtInPending(module: CodeModule): string {
  return `(wire) => ${module.runtime("isRecord")}(wire) && (wire.type === "try_again" || wire.status === "pending")`
}

/** Answers of the original service that mean "failed". */
export function builtInFailed(module: CodeModule): string {
  const record = `${module.runtime("isRecord")}(wire)`
  return `(wire) => ${record} && wire.error !== undefined && wire.error !== null`
}
