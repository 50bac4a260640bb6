const prime1 = 11400714785074694791n
const prime2 = 14029467366897019727n
const prime5 = 2870177450012600261n
/** Modulus of the hash of an integer in CPython on 64-bit machines. */
const integerModulus = (1n << 61n) - 1n

/**
 * `hash(tuple(sorted(int(value))))` of 64-bit CPython: the same integer for the same values in any order. Values are
 * truncated towards zero. The result is signed.
 */
export function hashUnordered(values: readonly (number | bigint)[]): bigint {
  const sorted = values
    .map((value) => BigInt(typeof value === "bigint" ? value : Math.trunc(value)))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  let hash = prime5
  for (const value of sorted) {
    hash = unsigned(hash + unsigned(integerHash(value)) * prime2)
    hash = unsigned((hash << 31n) | (hash >> 33n))
    hash = unsigned(hash * prime1)
  }
  hash = unsigned(hash + (BigInt(sorted.length) ^ (prime5 ^ 3527539n)))
  const signed = BigInt.asIntN(64, hash)
  return signed === -1n ? 1546275796n : signed
}

function integerHash(value: bigint): bigint {
  const size = (value < 0n ? -value : value) % integerModulus
  const hash = value < 0n ? -size : size
  return hash === -1n ? -2n : hash
}

function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}
