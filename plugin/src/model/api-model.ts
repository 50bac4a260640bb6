import type { OperationModel } from "./operation.ts"
import type { AuthScheme } from "./auth-scheme.ts"
import type { BreakerModel, PoolModel, RateLimitModel, RetryPolicyModel } from "./policies.ts"
import type { ProviderModel } from "./provider.ts"
import type { ServerModel } from "./server.ts"
import type { TypeNode } from "./type-node.ts"
import type { Value } from "./value.ts"

/** Everything a manifest, or later an OpenAPI document, says: what stands between reading and generating. Plain data. */
export interface ApiModel {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly baseUrl: Value | undefined
  /** In declaration order; the first is the default where there is no `baseUrl`. */
  readonly servers: ReadonlyMap<string, ServerModel>
  /** Named lists; all schemes of a list apply. */
  readonly auth: ReadonlyMap<string, readonly AuthScheme[]>
  readonly policies: ReadonlyMap<string, RetryPolicyModel>
  readonly rateLimits: ReadonlyMap<string, RateLimitModel>
  readonly breakers: ReadonlyMap<string, BreakerModel>
  readonly pools: ReadonlyMap<string, PoolModel>
  readonly provider?: ProviderModel
  /** Documentation by resource path (`a.b`, camelCase). */
  readonly resources: ReadonlyMap<string, { readonly description?: string }>
  /** In declaration order. */
  readonly operations: readonly OperationModel[]
  /** Named types in declaration order; names are valid TypeScript identifiers in PascalCase as written. */
  readonly types: ReadonlyMap<string, TypeNode>
}
