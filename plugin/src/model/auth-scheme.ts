import type { Pointer } from "./source.ts"
import type { CodeRef } from "./value.ts"

export type AuthScheme = {
  readonly pointer: Pointer
  readonly env?: string
  readonly source?: CodeRef
  readonly server?: true
} & (
  | { readonly type: "bearer"; readonly pattern?: string }
  | {
      readonly type: "api_key"
      readonly in: "header" | "query" | "cookie"
      readonly name: string
      readonly pattern?: string
    }
  | { readonly type: "basic"; readonly usernameEnv?: string; readonly passwordEnv?: string }
)
