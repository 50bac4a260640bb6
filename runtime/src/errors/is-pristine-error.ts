import { errorBrand } from "./error-brand.ts"
import type { ErrorCode, PristineError } from "./pristine-error.ts"

/**
 * Tells errors of this runtime apart, optionally one code of them. Reads a brand, not the class, so it also knows the
 * errors of another copy of the package.
 *
 * @example if (isPristineError(error, "http") && error.status === 404) return undefined
 */
export function isPristineError<Code extends ErrorCode>(
  value: unknown,
  code?: Code,
): value is PristineError & { readonly code: Code } {
  if (typeof value !== "object" || value === null || !(errorBrand in value)) return false
  return code === undefined || (value as { readonly code?: unknown }).code === code
}
