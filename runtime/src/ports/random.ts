/** A number in `[0, 1)`. Used for jitter only; identifiers come from the platform's cryptographic source. */
export type Random = () => number
