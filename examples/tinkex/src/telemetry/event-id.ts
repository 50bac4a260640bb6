import type { Random } from "pristine-runtime"

/** A version 4 UUID. It tells events apart and protects nothing, so any source of chance will do. */
export function eventId(random: Random): string {
  const digit = (): string => Math.floor(random() * 16).toString(16)
  const digits = (count: number): string => Array.from({ length: count }, digit).join("")
  const variant = (8 + Math.floor(random() * 4)).toString(16)
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(12)}`
}
