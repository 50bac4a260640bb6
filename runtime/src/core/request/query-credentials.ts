import type { Client } from "../client/client.ts"

/** Names of the query parameters in which credentials of an operation went out on a client. */
export function queryCredentials(client: Client, operation: string): Set<string> {
  return client.state(`pristine:query-credentials:${operation}`, () => new Set<string>())
}
