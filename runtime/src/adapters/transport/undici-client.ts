import { Client, Pool, type Dispatcher } from "undici"

/** Where a request went; passed along with the request's options. */
export interface Route {
  client?: Client
  /** The connection had carried other requests before this one. */
  kept?: boolean
}

/** undici's client, which has one connection at a time, telling of each request what connection it met. */
class RoutedClient extends Client {
  #carried = 0

  constructor(...args: ConstructorParameters<typeof Client>) {
    super(...args)
    this.on("connect", () => (this.#carried = 0))
  }

  override dispatch(
    options: Dispatcher.DispatchOptions & { route?: Route },
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const { route } = options
    if (route !== undefined) {
      route.client = this
      route.kept = false
      onStart(handler, () => (route.kept = this.#carried++ > 0))
    }
    return super.dispatch(options, handler)
  }
}

/** Runs when a request is about to be written, which may be long after it was queued. */
function onStart(handler: Dispatcher.DispatchHandler, run: () => void): void {
  // undici 7 hands on the older form of handlers, 8 only the newer one.
  const name = handler.onRequestStart === undefined ? "onConnect" : "onRequestStart"
  const starts = handler as unknown as Record<string, ((...args: unknown[]) => void) | undefined>
  const start = starts[name]
  starts[name] = (...args) => {
    run()
    start?.apply(handler, args)
  }
}

/** For an agent: clients of this kind, in a pool where there may be several. */
export function createRoutedDispatcher(origin: string | URL, options: object): Dispatcher {
  const { connections } = options as Pool.Options
  if (connections === 1) return new RoutedClient(origin, options)
  return new Pool(origin, { ...options, factory: (of, each) => new RoutedClient(of, each) })
}
