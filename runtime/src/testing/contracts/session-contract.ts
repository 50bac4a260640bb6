import type { SessionPort } from "../../ports/session.ts"
import { claim, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

/** A port whose service creates, keeps and ends sessions as asked. */
export type SessionSubject = SessionPort<unknown>

function live(): AbortSignal {
  return new AbortController().signal
}

function define(name: string, check: (port: SessionSubject) => Promise<void>): ContractCase<SessionSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `SessionPort` promises. */
export const sessionContract: readonly ContractCase<SessionSubject>[] = [
  define("creates a session that can be kept alive and closed", async (port) => {
    const state = await port.create(live())
    for (let beat = 0; beat < 3; beat++) await port.heartbeat(state, live())
    await port.close?.(state, live())
  }),
  define("creates a session of its own each time", async (port) => {
    const [one, two] = [await port.create(live()), await port.create(live())]
    await port.close?.(one, live())
    await port.heartbeat(two, live())
    await port.close?.(two, live())
  }),
  define("stops a creation that is given up, with the reason", async (port) => {
    const reason = { any: "value" }
    const rejected = rejectionOf(port.create(AbortSignal.abort(reason)), "an aborted creation")
    claim((await rejected) === reason, "the reason must come through as it is")
  }),
  define("stops a heartbeat that is given up, with the reason", async (port) => {
    const reason = { any: "value" }
    const state = await port.create(live())
    const rejected = rejectionOf(port.heartbeat(state, AbortSignal.abort(reason)), "an aborted heartbeat")
    claim((await rejected) === reason, "the reason must come through as it is")
    await port.heartbeat(state, live())
    await port.close?.(state, live())
  }),
  define("stops an end that is given up, with the reason", async (port) => {
    if (port.close === undefined) return
    const reason = { any: "value" }
    const state = await port.create(live())
    const rejected = rejectionOf(port.close(state, AbortSignal.abort(reason)), "an aborted end")
    claim((await rejected) === reason, "the reason must come through as it is")
    await port.close(state, live())
  }),
]
