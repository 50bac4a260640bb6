import { createHmac, randomBytes } from "node:crypto"
import type { ServiceClock } from "./clock.ts"

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url")
}

/** Exchanges keys for JSON web tokens (HS256 under a key that lives as long as the service). */
export class TokenIssuer {
  readonly #clock: ServiceClock
  readonly #lifetimeSeconds: number
  readonly #secret = randomBytes(32)

  constructor(clock: ServiceClock, lifetimeSeconds: number) {
    this.#clock = clock
    this.#lifetimeSeconds = lifetimeSeconds
  }

  /** A token that is good for the issuer's lifetime from now on. */
  issue(): string {
    const now = Math.floor(this.#clock.wallTime() / 1000)
    const claims = {
      iss: "passport-local",
      sub: "urn:tinker:user:local",
      email: "local@localhost",
      iat: now,
      exp: now + this.#lifetimeSeconds,
    }
    const signed = `${encodePart({ alg: "HS256", typ: "JWT" })}.${encodePart(claims)}`
    return `${signed}.${this.#sign(signed)}`
  }

  /** Whether `key` may be used: a `tml-` key always, a token unless it says that it has expired. */
  accepts(key: string): boolean {
    if (key.startsWith("tml-")) return true
    if (!key.startsWith("eyJ")) return false
    const expiry = readExpiry(key)
    return expiry === undefined || expiry * 1000 > this.#clock.wallTime()
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#secret).update(text).digest("base64url")
  }
}

/** The `exp` claim in seconds since 1970; `undefined` where a foreign token has none that can be read. */
function readExpiry(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))
    if (typeof claims !== "object" || claims === null || !("exp" in claims)) return undefined
    return typeof claims.exp === "number" ? claims.exp : undefined
  } catch {
    return undefined
  }
}
