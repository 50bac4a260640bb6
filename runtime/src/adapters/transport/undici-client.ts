import { Client, Pool, type Dispatcher } from "undici"

/** Is told which client carries a request; passed along with the request's options. */
export interface Route {
  client: RoutedClient | undefined
}

/** undici's client, which has one connection at a time, telling of each request what connection it met. */
export class RoutedClient extends Client {
  #carried = 0

  constructor(...args: ConstructorParameters<typeof Client>) {
    super(...args)
    this.on("connect", () => (this.#carried = 0))
  }

  /** A request is about to be written, which may be long after it was queued. Tells whether it is not the first. */
  carry(): boolean {
    return this.#carried++ > 0
  }

  override dispatch(
    options: Dispatcher.DispatchOptions & { route?: Route },
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    if (options.route !== undefined) options.route.client = this
    return super.dispatch(options, handler)
  }
}

/** For an agent: clients of this kind, in a pool where there may be several. */
export function createRoutedDispatcher(origin: string | URL, options: object): Dispatcher {
  const { connections } = options as Pool.Options
  if (connections === 1) return new RoutedClient(origin, options)
  return new Pool(origin, { ...options, factory: (of, each) => new RoutedClient(of, each) })
}
