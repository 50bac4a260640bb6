const make = Symbol("make")

interface Lazy {
  [make]: () => AbortSignal
}

// One accessor for all objects: a getter in a literal is a new function for each, and V8 then makes each object a hidden
// class of its own, which costs more than a microsecond and keeps alive what the getter sees until the next full collection.
const signal: PropertyDescriptor & ThisType<Lazy> = {
  enumerable: true,
  get() {
    return this[make]()
  },
}

/** Gives an object an own `signal`, made by whoever asks for it: a controller is the dearest part of a short call. */
export function lazySignal<Target extends object>(
  target: Target,
  maker: () => AbortSignal,
): Target & { readonly signal: AbortSignal } {
  const lazy = target as Target & Lazy & { readonly signal: AbortSignal }
  lazy[make] = maker
  return Object.defineProperty(lazy, "signal", signal)
}
