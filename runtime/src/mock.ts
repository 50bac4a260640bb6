/**
 * Answers in place of a service, from what the manifest says.
 *
 * @module
 */
import { mockTransport, type MockOptions } from "./adapters/mock/mock-transport.ts"
import type { MockedOperation } from "./adapters/mock/mocked-operation.ts"
import { operationsOf } from "./core/operation/operations-of.ts"
import type { FutureSpec, OperationSpec } from "./core/operation/operation-spec.ts"
import { parseUrl } from "./values/parse-url.ts"
import { PristineError } from "./errors/pristine-error.ts"
import type { Transport } from "./ports/transport.ts"

export type { MockHandler, MockOptions, MockRequest } from "./adapters/mock/mock-transport.ts"

/**
 * A transport that answers every operation of an API in process: with examples of the manifest, or with values made up to fit
 * its types. The plugin's option `mock` has to be on, which puts what is needed into the generated module. Streams send three
 * events, futures are done at their first poll, pages end after one.
 *
 * @param api The default export of a manifest, or one of its resources.
 * @throws PristineError with code `config` where the build has no mocks, and for a handler or status of no operation.
 */
export function mock(api: object, options?: MockOptions): Transport {
  const operations = operationsOf(api).map((spec): MockedOperation => {
    const { id, method, route, mock: described } = spec
    if (!described) {
      throw new PristineError("config", `This build has no mocks: give the plugin the option \`mock: true\` (${id})`)
    }
    const { poll } = spec as Partial<FutureSpec>
    const own = poll && poll.operation().id === id
    const ticket =
      poll && !own ? (requestId: string) => poll.ticket?.(requestId) ?? { request_id: requestId } : undefined
    return { id, method, route, basePath: basePathOf(spec), mock: described(), ...(ticket && { ticket }) }
  })
  return mockTransport(operations, options)
}

/** Of the manifest's own base URL; a server's variables are known to a client alone. */
function basePathOf({ service }: OperationSpec): string {
  const url = service.spec.baseUrl(() => undefined)
  return url === undefined ? "" : (parseUrl(url)?.pathname ?? "").replace(/\/+$/, "")
}
