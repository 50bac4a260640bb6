import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { it } from "./test.ts"

// An import would give the module that is made of it.
const text = readFileSync(new URL("../src/manifest.pristine.json", import.meta.url), "utf8")
const manifest = JSON.parse(text) as { readonly endpoints: Record<string, { method: string; path: string }> }

/** What the service offers: section 4 of the protocol's inventory, and the two older endpoints at the end. */
const endpoints: readonly [name: string, method: string, path: string][] = [
  ["health", "GET", "/healthz"],
  ["server capabilities", "GET", "/get_server_capabilities"],
  ["web token", "POST", "/auth/token"],
  ["flags", "POST", "/client/config"],
  ["dynamic configuration", "POST", "/client/dynamic_config"],
  ["session creation", "POST", "/create_session"],
  ["heartbeat", "POST", "/session_heartbeat"],
  ["model creation", "POST", "/create_model"],
  ["model description", "POST", "/get_info"],
  ["model unloading", "POST", "/unload_model"],
  ["forward and backward pass", "POST", "/forward_backward"],
  ["optimizer step", "POST", "/optim_step"],
  ["saving", "POST", "/save_weights"],
  ["loading", "POST", "/load_weights"],
  ["saving for a sampler", "POST", "/save_weights_for_sampler"],
  ["sampler creation", "POST", "/create_sampling_session"],
  ["sampling", "POST", "/asample"],
  ["result of a future", "POST", "/retrieve_future"],
  ["telemetry", "POST", "/telemetry"],
  ["checkpoint's origin", "POST", "/weights_info"],
  ["sampler", "GET", "/samplers/{sampler_id}"],
  ["training runs", "GET", "/training_runs"],
  ["training run", "GET", "/training_runs/{training_run_id}"],
  ["checkpoints of a run", "GET", "/training_runs/{training_run_id}/checkpoints"],
  ["checkpoints", "GET", "/checkpoints"],
  ["checkpoint deletion", "DELETE", "/training_runs/{training_run_id}/checkpoints/{checkpoint_id}"],
  ["checkpoint archive", "GET", "/training_runs/{training_run_id}/checkpoints/{checkpoint_id}/archive"],
  ["publication", "POST", "/training_runs/{training_run_id}/checkpoints/{checkpoint_id}/publish"],
  ["end of publication", "DELETE", "/training_runs/{training_run_id}/checkpoints/{checkpoint_id}/publish"],
  ["lifetime", "PUT", "/training_runs/{training_run_id}/checkpoints/{checkpoint_id}/ttl"],
  ["sessions", "GET", "/sessions"],
  ["session", "GET", "/sessions/{session_id}"],
  ["session's project", "PUT", "/sessions/{session_id}/project"],
  ["session's trace", "GET", "/sessions/{session_id}/trace_export"],
  ["audit log", "GET", "/audit"],
  ["billed usage", "GET", "/billing/usage/events"],
  ["forward pass, older form", "POST", "/forward"],
  ["streamed sampling, older form", "POST", "/stream_sample"],
]

const declared = new Set(Object.values(manifest.endpoints).map(({ method, path }) => `${method} ${path}`))

it.each(endpoints)("the manifest has the endpoint for %s: %s %s", (_, method, path) => {
  expect(declared).toContain(`${method} /api/v1${path}`)
})

it("the manifest has no endpoint that the service does not offer", () => {
  const offered = new Set(endpoints.map(([, method, path]) => `${method} /api/v1${path}`))
  expect([...declared].filter((endpoint) => !offered.has(endpoint))).toEqual([])
})
