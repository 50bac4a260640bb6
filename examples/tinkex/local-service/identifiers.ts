import { createHash } from "node:crypto"
import type { SeededRandom } from "./seeded-random.ts"

function formatUuid(bytes: Uint8Array, version: number): string {
  const stamped = Uint8Array.from(bytes.subarray(0, 16))
  stamped[6] = ((stamped[6] as number) & 0x0f) | (version << 4)
  stamped[8] = ((stamped[8] as number) & 0x3f) | 0x80
  const hex = Buffer.from(stamped).toString("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/** A UUID of version 4 drawn from `random`, so a seeded service names its sessions the same way each time. */
export function randomUuid(random: SeededRandom): string {
  return formatUuid(
    Uint8Array.from({ length: 16 }, () => Math.floor(random.next() * 256)),
    4,
  )
}

/**
 * A UUID of version 5's shape computed from `name`. Request ids are made of the model and the sequence id, which is what
 * makes a resubmitted request find its first answer.
 */
export function namedUuid(name: string): string {
  return formatUuid(createHash("sha1").update(name).digest(), 5)
}
