/** A number in `[0, 1)`. Used for jitter and for names that protect nothing; keys come from the platform's cryptographic source. */
export type Random = () => number
