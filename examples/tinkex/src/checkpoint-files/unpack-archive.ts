import { createReadStream, createWriteStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { addAbortSignal, Writable } from "node:stream"
import { finished, pipeline } from "node:stream/promises"
import { PristineError } from "pristine-runtime"
import { Parser, type ReadEntry } from "tar"
import { memberPath } from "./archive-member.ts"

/**
 * Unpacks a tar (plain or gzip) into a folder that exists. Modes, owners and times of the archive are left aside.
 *
 * Rejects with a `PristineError` (code `decode`) when it is no tar, is cut off, or holds what `memberPath` refuses, twice the
 * same file among it; with the signal's reason when given up. The folder then holds a part of it.
 */
export async function unpackArchive(archive: string, folder: string, signal?: AbortSignal): Promise<void> {
  const stores: Promise<void>[] = []
  const over = new AbortController()
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const stored = store(entry, folder, over.signal)
      stores.push(stored)
      stored.catch((error: unknown) => sink.destroy(error as Error))
    },
  })
  const sink = new Writable({
    write(chunk: Uint8Array, _, done) {
      if (parser.write(chunk)) done()
      else parser.once("drain", () => done())
    },
    final(done) {
      parser.once("end", () => done())
      parser.end()
    },
  })
  parser.on("error", (cause: Error) => {
    sink.destroy(new PristineError("decode", "The archive is no tar, or is damaged", { cause }))
  })
  try {
    await pipeline(createReadStream(archive), sink, { signal })
    await Promise.all(stores)
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    // What waits for the rest of its member would wait for ever.
    over.abort()
    await Promise.allSettled(stores)
  }
}

async function store(entry: ReadEntry, folder: string, signal: AbortSignal): Promise<void> {
  const target = join(folder, ...memberPath(entry))
  if (entry.type === "Directory") {
    entry.resume()
    await mkdir(target, { recursive: true })
    return
  }
  await mkdir(dirname(target), { recursive: true })
  const file = addAbortSignal(signal, createWriteStream(target, { flags: "wx" }))
  entry.pipe(file)
  try {
    await finished(file)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new PristineError("decode", "The archive holds a file twice", { cause: error })
    throw error
  }
}
