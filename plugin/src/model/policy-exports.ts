/** Export with a retry policy as plain data. */
export function policyName(policy: string): string {
  return `${camelCase(policy)}Policy`
}

/** Export with a rate limit as plain data. */
export function limitName(limit: string): string {
  return `${camelCase(limit)}Limit`
}

/** Export with a circuit breaker as plain data. */
export function breakerName(breaker: string): string {
  return `${camelCase(breaker)}Breaker`
}

function camelCase(name: string): string {
  const words = name.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== "")
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("")
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`
}
