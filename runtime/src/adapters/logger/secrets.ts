export const redacted = "***"

/** Headers and query parameters that carry a credential or a signature: hidden also from those who allow them. */
const credentials =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|idempotency-key|(?:x-)?(?:api|goog-api|functions)-?_?key|(?:x-)?(?:auth|csrf|xsrf|vault)-token|x-amz-(?:security-token|signature|credential)|x-goog-(?:signature|credential|iam-authorization-token)|(?:access|refresh|id|client|session)[-_]?(?:token|secret)|token|secret|password|passwd|sig|signature|awsaccesskeyid|googleaccessid|key-pair-id)$/i

const secrets =
  /\b(?:Bearer|Basic|Token|Digest)\s+\S|\b[rs]k[-_][\w-]{8}|(?<![\w-])eyJ[\w-]+\.[\w-]+\.|-----BEGIN|\bA[KS]IA[0-9A-Z]{12}|\bgh[pousr]_\w{16}|\bgithub_pat_\w{16}|\bglpat-[\w-]{16}|\bxox[abeoprs]-\S{8}|\bAIza[\w-]{30}/i

/** Whether what has this name is never shown, whoever allows it. */
export function isCredential(name: string): boolean {
  return credentials.test(name)
}

/** Whether a description calls this name a secret, also as a part of a name such as `user[pin]` (any case). */
export function isNamed(name: string, names: readonly string[]): boolean {
  const text = name.toLowerCase()
  return names.some((each) => each !== "" && holds(text, each.toLowerCase()))
}

/** Whether a name is a part of another one: what delimits parts may itself be in a name. */
function holds(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const isStart = at === 0 || "[.".includes(text.charAt(at - 1))
    const end = at + part.length
    if (isStart && (end === text.length || "[].".includes(text.charAt(end)))) return true
  }
  return false
}

/** Whether a text has the look of a secret, which stays hidden wherever it stands. */
export function looksSecret(text: string): boolean {
  return secrets.test(text)
}
