import type { ApiModel } from "../model/api-model.ts"
import type { AuthScheme } from "../model/auth-scheme.ts"
import type { CodeModule } from "./code-module.ts"
import { encodeKey } from "./encode/key.ts"
import { encodeString } from "./encode/string.ts"
import { layoutArray, layoutCall, layoutObject } from "./layout.ts"

/** Properties of the service: its lists of credentials, and how they come onto requests. */
export function authProperties(module: CodeModule, model: ApiModel): readonly string[] {
  const lists = [...model.auth].map(([name, schemes]) => {
    return `${encodeKey(name)}: ${layoutArray(schemes.map((scheme) => authCode(module, scheme)))}`
  })
  return [
    `auth: ${layoutObject(lists)}`,
    ...(model.auth.size === 0 ? [] : [`authorisation: ${module.runtime(authorisationOf(model))}`]),
  ]
}

/** Credentials that stay in headers and that nothing renews link neither what writes queries and cookies nor what renews. */
function authorisationOf({ auth }: ApiModel): string {
  const schemes = [...auth.values()].flat()
  const isPlain = (scheme: AuthScheme): boolean => {
    return scheme.source === undefined && (scheme.type !== "api_key" || scheme.in === "header")
  }
  return schemes.every(isPlain) ? "headerCredentials" : "anyCredentials"
}

/** Each scheme names the parts of the runtime that it needs, so that a bundle holds no other. */
function authCode(module: CodeModule, scheme: AuthScheme): string {
  const credential = credentialCode(module, scheme)
  if (scheme.type !== "api_key") return layoutCall(module.runtime(`${scheme.type}Auth`), [credential])
  return layoutCall(module.runtime(`${scheme.in}KeyAuth`), [encodeString(scheme.name), credential])
}

function credentialCode(module: CodeModule, scheme: AuthScheme): string {
  const { env, source } = scheme
  const isBasic = scheme.type === "basic"
  if (isBasic && (scheme.usernameEnv !== undefined || scheme.passwordEnv !== undefined)) {
    const { usernameEnv, passwordEnv } = scheme
    return layoutCall(module.runtime("pairCredential"), [stringsLiteral({ usernameEnv, passwordEnv })])
  }
  if (source) {
    const fresh = layoutCall(module.runtime("keepFresh"), [module.code(source)])
    const secret = env === undefined ? [] : [stringsLiteral({ env })]
    return layoutCall(module.runtime("sourceCredential"), [fresh, ...secret])
  }
  if (env === undefined) return module.runtime("noCredential")
  const plain = layoutCall(module.runtime("envCredential"), [encodeString(env)])
  if (isBasic || scheme.pattern === undefined) return plain
  return layoutCall(module.runtime("matching"), [encodeString(scheme.pattern), plain])
}

function stringsLiteral(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${encodeString(value)}`],
  )
  return layoutObject(given)
}
