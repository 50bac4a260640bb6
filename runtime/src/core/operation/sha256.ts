/** Fractional bits of the cube roots of the first 64 primes, and of the square roots of the first 8 (FIPS 180-4, 4.2.2, 5.3.3). */
function constants(): { readonly round: readonly number[]; readonly start: readonly number[] } {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0
  return {
    round: primes.map((prime) => fraction(Math.cbrt(prime))),
    start: primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
  }
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal (FIPS 180-4). For texts of a few kilobytes: platforms have none that does not wait. */
export function sha256(text: string): string {
  const { round, start } = constants()
  const bytes = new TextEncoder().encode(text)
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  const hash = Int32Array.from(start)
  const words = new Int32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    const at = (index: number): number => words[index] ?? 0
    for (let index = 0; index < 64; index++) {
      const [early, late] = [at(index - 15), at(index - 2)]
      const small = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      const large = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
      words[index] = index < 16 ? view.getInt32(block + index * 4) : at(index - 16) + small + at(index - 7) + large
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
    for (let index = 0; index < 64; index++) {
      const choice = (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g))
      const first = (h + choice + (round[index] ?? 0) + at(index)) | 0
      const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = (hash[index] ?? 0) + word
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("")
}
