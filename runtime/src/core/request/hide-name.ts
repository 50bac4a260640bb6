import type { OpenRequest } from "../client/hook-runner.ts"

/** Adds the name of a header or a query parameter to what nobody may log of a request. */
export function hideName(request: OpenRequest, name: string): void {
  const { secrets } = request
  request.secrets = { ...secrets, names: [...(secrets?.names ?? []), name] }
}
