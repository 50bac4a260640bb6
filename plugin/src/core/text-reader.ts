import { readFile } from "node:fs/promises"

/** Reads files of text that many ask for at once, again and again. */
export interface TextReader {
  /**
   * The text of a file, no older than the call: the very string of the last time where its bytes are the same. Rejects as
   * `readFile` does.
   */
  read(file: string): Promise<string>
}

/**
 * A host asks for every module of a manifest by itself, some fifty of a large API, and megabytes cost far more to copy, to
 * decode and to compare as text than as bytes.
 *
 * @param readBytes Default: from disk.
 */
export function createTextReader(readBytes: (file: string) => Promise<Buffer> = (file) => readFile(file)): TextReader {
  const files = new Map<string, () => Promise<string>>()
  return {
    read(file) {
      const read = files.get(file) ?? createFileReader(() => readBytes(file))
      files.set(file, read)
      return read()
    },
  }
}

function createFileReader(readBytes: () => Promise<Buffer>): () => Promise<string> {
  let known: { readonly bytes: Buffer; readonly text: string } | undefined
  let last: Promise<unknown> = Promise.resolve()
  let waiting: Promise<string> | undefined
  const begin = async (): Promise<string> => {
    waiting = undefined
    const bytes = await readBytes()
    if (!known?.bytes.equals(bytes)) known = { bytes, text: bytes.toString() }
    return known.text
  }
  return () => {
    // One that has not begun serves all who ask before it does; one that has may be older than what they ask for.
    waiting ??= last.then(begin, begin)
    last = waiting
    return waiting
  }
}
