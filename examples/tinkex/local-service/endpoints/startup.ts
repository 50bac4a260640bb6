import { json } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import type { ServiceState } from "../service-state.ts"

/** What a client asks before it has a session. */
export function startupRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "GET", path: "/api/v1/healthz", handle: () => json({ status: "ok" }) },
    {
      method: "GET",
      path: "/api/v1/get_server_capabilities",
      handle: () => json({ supported_models: state.catalogue.list() }),
    },
    { method: "POST", path: "/api/v1/client/config", handle: () => json(state.settings.flags) },
    {
      method: "POST",
      path: "/api/v1/client/dynamic_config",
      handle: () => json({ refresh_interval_sec: state.settings.refreshIntervalSeconds }),
    },
    { method: "POST", path: "/api/v1/auth/token", handle: () => json({ jwt: state.tokens.issue() }) },
  ]
}
