import type { CheckpointFiles } from "./checkpoint-files.ts"

const blockBytes = 512

/** Packs files into a POSIX (ustar) archive; `modifiedAt` in milliseconds since 1970 is the time of every member. */
export function packTar(files: CheckpointFiles, modifiedAt: number): Buffer {
  const parts: Buffer[] = []
  for (const [name, content] of files) {
    parts.push(header(name, content.length, modifiedAt), content)
    parts.push(Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)])
}

function header(name: string, size: number, modifiedAt: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, "0")
  block.write(name, 0, 100)
  block.write(octal(0o644, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(Math.floor(modifiedAt / 1000), 12), 136)
  // The checksum counts its own field as spaces.
  block.write(" ".repeat(8), 148)
  block.write("0", 156)
  block.write("ustar\u000000", 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 7)}\0 `, 148)
  return block
}
