import { PristineError } from "../../errors/pristine-error.ts"
import type { Client } from "./client.ts"
import { memoise } from "../operation/memoise.ts"
import type { ServiceSpec } from "./service-spec.ts"
import type { Service } from "./service.ts"
import { wireClient } from "./wire-client.ts"

/**
 * Describes a service; the thunk runs on first use, once. The default client is made on the first call that names none
 * and lives as long as the service.
 */
export function defineService(build: () => ServiceSpec): Service {
  const spec = memoise(build)
  const service: Service = {
    get spec() {
      return spec()
    },
    defaultClient: memoise((): Client => {
      const { name, defaultClient } = spec()
      if (defaultClient !== false) return wireClient(service)
      throw new PristineError("config", `${name} has no default client: pass \`client\` or use bind()`)
    }),
  }
  return service
}
