/** Reads an environment variable where there is a process (Node, Bun, Deno); an empty one counts as unset. */
export function readEnv(name: string): string | undefined {
  const env = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env
  if (env === undefined || !Object.hasOwn(env, name)) return undefined
  const value = env[name]
  return value === "" ? undefined : value
}
