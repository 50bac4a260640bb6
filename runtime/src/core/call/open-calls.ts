import type { Client } from "../client/client.ts"
import type { Lifetime } from "./lifetime.ts"

/** What of a client is under way: its calls, its futures, its operations that are repeated as a whole. */
export function openCalls(client: Pick<Client, "state">): Set<Lifetime> {
  return client.state("pristine:calls", () => new Set<Lifetime>())
}
