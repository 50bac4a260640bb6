/** Where alternatives and their variables are explained; the end of a message that says how to give a credential. */
export const seeCredentials = " (docs/manifest.md#credentials)"

/** What to do where the environment holds no credential. */
export function missingVariable(name: string): string {
  return `No credential: set ${name}, or pass \`auth\` to createClient${seeCredentials}`
}
