/** The environment variables that decide about colours, and whether somebody looks. */
export interface ColorFacts {
  readonly isTTY: boolean
  readonly env: (name: string) => string | undefined
}

/**
 * Whether to colour what goes to a stream, as Node and the tools beside it decide: `FORCE_COLOR` first (`0` and `false`
 * force none), then a `NO_COLOR` that is not empty (no-color.org) and `TERM=dumb` against, then the terminal.
 */
export function wantsColor({ isTTY, env }: ColorFacts): boolean {
  const forced = env("FORCE_COLOR")
  if (forced !== undefined) return forced !== "0" && forced !== "false"
  if ((env("NO_COLOR") ?? "") !== "" || env("TERM") === "dumb") return false
  return isTTY
}
