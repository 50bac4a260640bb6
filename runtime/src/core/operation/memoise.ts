/** Runs a thunk on the first call and keeps its result; a thunk that throws runs again. */
export function memoise<Value>(build: () => Value): () => Value {
  let built: { readonly value: Value } | undefined
  return () => (built ??= { value: build() }).value
}
