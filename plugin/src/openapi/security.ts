import type { ApiModel } from "../model/api-model.ts"
import type { AuthScheme } from "../model/auth-scheme.ts"
import type { OperationModel } from "../model/operation.ts"
import { componentNames } from "./component-names.ts"
import type { OpenAPISecurityScheme, SecurityRequirement } from "./openapi-document.ts"

/** The credentials of a model: its schemes, and what operations require of them. */
export interface Security {
  readonly schemes: Record<string, OpenAPISecurityScheme>
  /** Alternatives in order; `{}` is "none needed", no alternative "none sent". `undefined` where the model has no schemes. */
  readonly requirementsOf: (operation: OperationModel) => SecurityRequirement[] | undefined
}

/** The security schemes and requirements of OpenAPI 3.1, sections 4.8.27 and 4.8.30. */
export function convertSecurity({ auth }: Pick<ApiModel, "auth">): Security {
  const written = [...auth].flatMap(([list, schemes]) =>
    schemes.map((scheme, index) => ({ scheme, name: schemes.length === 1 ? list : `${list}_${index + 1}`, list })),
  )
  const keyOf = componentNames(written.map(({ name }) => name))
  const requirement = (list: string | false): SecurityRequirement =>
    Object.fromEntries(written.filter((each) => each.list === list).map(({ name }) => [keyOf(name), []]))
  return {
    schemes: Object.fromEntries(written.map(({ name, scheme }) => [keyOf(name), convertScheme(scheme)])),
    requirementsOf: (operation) => (auth.size === 0 ? undefined : operation.auth.map(requirement)),
  }
}

function convertScheme(scheme: AuthScheme): OpenAPISecurityScheme {
  const { env, source } = scheme
  return {
    ...(scheme.type === "api_key"
      ? { type: "apiKey", in: scheme.in, name: scheme.name }
      : { type: "http", scheme: scheme.type }),
    ...(env !== undefined && { "x-pristine-env": env }),
    ...(source && { "x-pristine-source": `${source.module}#${source.name}` }),
    ...("pattern" in scheme && { "x-pristine-pattern": scheme.pattern }),
    ...("usernameEnv" in scheme && { "x-pristine-username-env": scheme.usernameEnv }),
    ...("passwordEnv" in scheme && { "x-pristine-password-env": scheme.passwordEnv }),
  }
}
