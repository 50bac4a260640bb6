import { Option } from "commander"

/** Whose things are meant. */
export type AccessScope = "owned" | "accessible"

/** An option of commands that list or describe what others may share. */
export function accessScope(): Option {
  return new Option("--access-scope <scope>", "accessible: also what others share (default: owned)").choices([
    "owned",
    "accessible",
  ])
}
