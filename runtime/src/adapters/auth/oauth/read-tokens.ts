import type { TokenEndpointResponse } from "oauth4webapi"
import { PristineError } from "../../../errors/pristine-error.ts"
import type { GrantedTokens } from "./request-tokens.ts"

export interface Grant {
  /** Wall time of the request, from which a life counts: the server's clock does not matter. */
  readonly sentAt: number
  readonly place: string
  /** What was asked for, which is granted where an answer names nothing else (RFC 6749, section 5.1). */
  readonly scope: string | undefined
}

// RFC 6749, appendix A.12, without the space, which would end a bearer token in its header.
const sendable = /^[\x21-\x7e]+$/

/** @throws PristineError with code `decode` for a token that no `Authorization: Bearer` can hold. */
export function readTokens(answer: TokenEndpointResponse, { sentAt, place, scope: asked }: Grant): GrantedTokens {
  const { access_token: accessToken, token_type: type, refresh_token: refreshToken, scope = asked } = answer
  if (type !== "bearer") throw unusable(place, "is not a bearer token")
  if (!sendable.test(accessToken)) throw unusable(place, "holds a character that cannot be sent")
  return {
    accessToken,
    ...(answer.expires_in !== undefined && { expiresAt: endOf(sentAt, answer.expires_in) }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(scope !== undefined && { scope }),
  }
}

/** A life of zero ends at once; one beyond what a number can count never does, in effect. */
function endOf(sentAt: number, seconds: number): number {
  return Math.min(sentAt + seconds * 1000, Number.MAX_SAFE_INTEGER)
}

function unusable(place: string, why: string): PristineError {
  return new PristineError("decode", `The token that ${place} gave ${why}`, { phase: "auth" })
}
