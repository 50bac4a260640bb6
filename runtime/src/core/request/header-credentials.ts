import type { AuthTarget } from "../../ports/auth.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { applyAll, type Authorisation } from "./authorisation.ts"
import { hideName } from "./hide-name.ts"
import { putHeader } from "./header-list.ts"

/** For a service whose credentials all go into headers and cannot be renewed. */
export const headerCredentials: Authorisation = {
  // What such credentials ask of their target is a header.
  apply: (call, request) => applyAll(call, { setHeader: headerSetter(request) } as AuthTarget),
}

/** Whoever logs or keeps the request knows `Authorization`, and no service's own header of a key. */
export function headerSetter(request: OpenRequest): AuthTarget["setHeader"] {
  return (name, value) => {
    if (name !== "Authorization") hideName(request, name)
    putHeader(request.headers, name, value)
  }
}
