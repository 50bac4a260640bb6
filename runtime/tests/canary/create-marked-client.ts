import { loggingTransport } from "../../src/adapters/logger/logging-transport.ts"
import { consoleTelemetry } from "../../src/adapters/telemetry/console-telemetry.ts"
import { diagnosticsChannelTelemetry } from "../../src/adapters/telemetry/diagnostics-channel-telemetry.ts"
import type { Client, ClientOptions } from "../../src/core/client/client.ts"
import { createClient as original } from "../../src/core/client/create-client.ts"
import type { Service } from "../../src/core/client/service.ts"
import type { Auth } from "../../src/ports/auth.ts"
import type { Transport } from "../../src/ports/transport.ts"
import { secret } from "./mark.ts"
import { markedTraffic } from "./marked-traffic.ts"
import { write } from "./sinks.ts"
import { textsOf } from "./texts-of.ts"

/** Channels that `setup.ts` listens to. */
export const channels = "pristine-canary"

/** A client of a test with every sink open, and a secret in each credential, header, query, path and body of it. */
export function createClient(service: Service, given: ClientOptions = {}): Client {
  const { auth, headers, query, telemetry, transport, onWarning } = given
  return original(markedService(service), {
    ...given,
    ...(auth !== undefined && auth !== false && { auth: mark(auth) }),
    headers: { ...headers, "X-Canary": secret("header"), Cookie: `canary=${secret("cookie")}` },
    query: { ...query, canary: secret("query") },
    telemetry: [
      ...(telemetry === undefined ? [] : [telemetry].flat()),
      consoleTelemetry({ write }),
      diagnosticsChannelTelemetry(channels),
    ],
    ...(transport !== undefined && { transport: logged(transport) }),
    onWarning(warning) {
      textsOf(warning).forEach(write)
      onWarning?.(warning)
    },
  })
}

const logged = (transport: Transport): Transport =>
  markedTraffic(transport, (inner) => loggingTransport(inner, { write }))

function markedService(service: Service): Service {
  let spec: Service["spec"] | undefined
  return {
    get spec() {
      return (spec ??= {
        ...service.spec,
        auth: Object.fromEntries(Object.entries(service.spec.auth).map(([list, auths]) => [list, auths.map(markAuth)])),
        transport: () => logged(service.spec.transport()),
      })
    },
    defaultClient: () => service.defaultClient(),
  }
}

function mark(auth: Exclude<NonNullable<ClientOptions["auth"]>, false>): NonNullable<ClientOptions["auth"]> {
  if (Array.isArray(auth)) return (auth as readonly Auth[]).map(markAuth)
  if ("apply" in auth && typeof auth.apply === "function") return markAuth(auth as Auth)
  const lists = Object.entries(auth as Readonly<Record<string, Auth | readonly Auth[]>>)
  return Object.fromEntries(lists.map(([list, one]) => [list, [one].flat().map(markAuth)]))
}

/** The same credential with a mark in what is sent of it. */
function markAuth(auth: Auth): Auth {
  return {
    apply: (target, context) =>
      auth.apply(
        {
          setHeader: (name, value) => target.setHeader(name, value + secret("credential")),
          setQuery: (name, value) => target.setQuery(name, value + secret("credential")),
          setCookie: (name, value) => target.setCookie(name, value + secret("credential")),
        },
        context,
      ),
    ...(auth.onUnauthorized && { onUnauthorized: (context) => auth.onUnauthorized?.(context) ?? false }),
  }
}
