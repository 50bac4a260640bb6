import { InvalidArgumentError } from "commander"
import { parseTinkerPath } from "../../data/tinker-path.ts"

export const pathHelp = "such as tinker://<run>/weights/0001"

/** Checks an argument that must be a checkpoint's path. */
export function checkpointPath(text: string): string {
  try {
    parseTinkerPath(text)
    return text
  } catch {
    throw new InvalidArgumentError(`A checkpoint's path is ${pathHelp}.`)
  }
}

/** The same for an argument that may be given several times. */
export function checkpointPaths(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, checkpointPath(text)]
}
