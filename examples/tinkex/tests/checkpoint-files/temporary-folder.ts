import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What closes with a test. */
export interface Resources {
  defer(close: () => unknown): void
}

/** A folder that goes with the test. */
export async function temporaryFolder(resources: Resources): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tinkex-"))
  resources.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
