import { bashCompletion } from "./bash.ts"
import type { Completion } from "./list-completions.ts"

/** A script for zsh, which completes as bash does where it is asked to. */
export function zshCompletion(completions: readonly Completion[]): string {
  return `autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(completions)}`
}
