/** `"./file.ts#export"` of a manifest: code that the generated module imports. */
export interface CodeRef {
  /** Relative to the manifest, or a bare specifier. */
  readonly module: string
  readonly name: string
}

/** Wherever a constant may stand, an environment variable or an expression may stand. */
export type Value =
  | { readonly kind: "constant"; readonly value: unknown }
  | { readonly kind: "env"; readonly name: string; readonly default?: unknown }
  | { readonly kind: "expression"; readonly expression: Expression; readonly default?: unknown }

/** An OpenAPI runtime expression, parsed, or one of ours. */
export type Expression =
  | { readonly kind: "request.body" | "response.body"; readonly path: readonly string[] }
  | { readonly kind: "request.query" | "response.header" | "request.header"; readonly name: string }
  | { readonly kind: "response.status" }
  | { readonly kind: "client.user_agent" }
  | { readonly kind: "runtime.os" | "runtime.arch" | "runtime.name" | "runtime.version" }
  | { readonly kind: "attempt" | "timeout.seconds" | "poll.iteration" | "poll.create_seconds" }
