/** Browsers and workers say of a failed request only that it failed. */
export function explainCode(_cause: unknown, _phase: string, _origin: string): undefined {
  return undefined
}
