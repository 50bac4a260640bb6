import { createHash } from "node:crypto"
import { open, readFile, rename } from "node:fs/promises"

const format = "tinkex-local-service"
const version = 1

/** What a file of the state holds. */
export interface StateFile<Head> {
  readonly head: Head
  readonly payload: Buffer
}

interface Label {
  readonly format: string
  readonly version: number
  readonly kind: string
  readonly head: unknown
  readonly bytes: number
  readonly sha256: string
}

/**
 * Writes a file in one step: whoever reads it finds the old content or the new one, also after a crash. One line of JSON
 * says what it is, how long it is and what it hashes to; `payload` follows.
 */
export async function writeStateFile(path: string, kind: string, head: unknown, payload: Uint8Array): Promise<void> {
  const label: Label = { format, version, kind, head, bytes: payload.length, sha256: digest(head, payload) }
  const draft = `${path}~`
  const file = await open(draft, "w")
  try {
    await file.writeFile(Buffer.concat([Buffer.from(`${JSON.stringify(label)}\n`), payload]))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/**
 * Reads what `writeStateFile` wrote. The type of the head is the writer's word.
 *
 * @throws Error naming the file when it is another program's, of another version or kind, torn or changed.
 */
export async function readStateFile<Head>(path: string, kind: string): Promise<StateFile<Head>> {
  const content = await readFile(path)
  const end = content.indexOf("\n")
  const label = parseLabel(content.toString("utf8", 0, end < 0 ? content.length : end))
  if (label === undefined) throw new Error(`${path} is no file of a local service's state`)
  if (label.version !== version)
    throw new Error(
      `${path} was written by a local service of state version ${label.version}, this one reads ${version}`,
    )
  if (label.kind !== kind) throw new Error(`${path} holds a ${label.kind} where a ${kind} belongs`)
  const payload = content.subarray(end + 1)
  if (end < 0 || payload.length !== label.bytes)
    throw new Error(`${path} is torn: it holds ${end < 0 ? 0 : payload.length} of ${label.bytes} bytes`)
  if (digest(label.head, payload) !== label.sha256) throw new Error(`${path} is damaged: its checksum does not match`)
  return { head: label.head as Head, payload }
}

function parseLabel(line: string): Label | undefined {
  try {
    const label: unknown = JSON.parse(line)
    return typeof label === "object" && label !== null && "format" in label && label.format === format
      ? (label as Label)
      : undefined
  } catch {
    return undefined
  }
}

function digest(head: unknown, payload: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify(head)).update("\n").update(payload).digest("hex")
}
