/** Whoever bundles for browsers has seen the warnings in development. */
export function checkOptions(_given: object, _onWarning: unknown): void {}
