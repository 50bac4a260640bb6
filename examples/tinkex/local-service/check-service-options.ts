import { type OptionNames, unknownOptions } from "../src/options/check-options.ts"
import { OptionError } from "./option-error.ts"
import type { LocalServiceOptions } from "./options.ts"

const names = {
  port: true,
  host: true,
  cors: true,
  seed: true,
  now: true,
  longPollMs: true,
  tryAgainStatus: true,
  metadataOnlyBytes: true,
  resultLifetimeMs: true,
  clock: true,
  directory: true,
  state: true,
  models: true,
  flags: true,
  refreshIntervalSeconds: true,
  tokenLifetimeSeconds: true,
  archiveAnswer: true,
  onTelemetry: true,
  intercept: true,
  faults: true,
  faultSeed: true,
} as const satisfies OptionNames<LocalServiceOptions>

/** Most that a number may be; whole ones all of them. */
const numbers = {
  port: 65_535,
  seed: Number.MAX_SAFE_INTEGER,
  faultSeed: Number.MAX_SAFE_INTEGER,
  longPollMs: Number.MAX_SAFE_INTEGER,
  metadataOnlyBytes: Number.MAX_SAFE_INTEGER,
  resultLifetimeMs: Number.MAX_SAFE_INTEGER,
  tokenLifetimeSeconds: Number.MAX_SAFE_INTEGER,
  refreshIntervalSeconds: Number.MAX_SAFE_INTEGER,
} as const

/**
 * Refuses what would be ignored or misunderstood.
 *
 * @throws OptionError that tells of everything.
 */
export function checkServiceOptions(options: LocalServiceOptions): void {
  const problems = unknownOptions(options, names).map(({ message }) => message)
  for (const [name, most] of Object.entries(numbers)) {
    const value = options[name as keyof typeof numbers]
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= most))
      problems.push(`${name} must be a whole number from 0 to ${most}`)
  }
  const { tryAgainStatus = 408, archiveAnswer = "redirect", models, faults } = options
  if (![200, 408].includes(tryAgainStatus)) problems.push("tryAgainStatus must be 200 or 408")
  if (!["redirect", "json"].includes(archiveAnswer)) problems.push('archiveAnswer must be "redirect" or "json"')
  if (models !== undefined && !(Array.isArray(models) && models.length > 0))
    problems.push("models must be a list of at least one")
  if (faults !== undefined && !Array.isArray(faults)) problems.push("faults must be a list")
  if (problems.length > 0) throw new OptionError(`startLocalService: ${problems.join("; ")}`)
}
