/** Content codings for request bodies. */
export interface Compression {
  /** Whether there is one of this name here. */
  readonly has: (encoding: string) => boolean
  /** Compresses a whole body. The coding must be one that it `has`. */
  readonly compress: (body: Uint8Array, encoding: string) => Promise<Uint8Array>
}
