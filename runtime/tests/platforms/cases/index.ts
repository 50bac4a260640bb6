import type { PlatformCase } from "../platform-case.ts"
import { aborts } from "./aborts.ts"
import { bodies } from "./bodies.ts"
import { calls } from "./calls.ts"
import { clients } from "./clients.ts"
import { later } from "./later.ts"
import { retries } from "./retries.ts"
import { streams } from "./streams.ts"

/** What the package does on every platform. Names are unique: the service keeps its counts by them. */
export const platformCases: readonly PlatformCase[] = [
  ...calls,
  ...retries,
  ...aborts,
  ...streams,
  ...bodies,
  ...later,
  ...clients,
]
