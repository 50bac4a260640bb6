import type { Random } from "../ports/random.ts"

/**
 * A version 4 UUID (RFC 9562) out of an injected source of chance, for names that tell things apart and protect nothing, such as
 * those of telemetry events. It can be foreseen by whoever knows the source: a secret is not to be made of it.
 */
export function randomUuid(random: Random): string {
  const digit = (): string => Math.floor(random() * 16).toString(16)
  const digits = (count: number): string => Array.from({ length: count }, digit).join("")
  const variant = (8 + Math.floor(random() * 4)).toString(16)
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(12)}`
}
