import { expect } from "vitest"

/** Names and contents in a tar, its checksums verified. */
export function tarMembers(tar: Buffer): readonly { readonly name: string; readonly content: Buffer }[] {
  const members: { name: string; content: Buffer }[] = []
  for (let at = 0; tar[at] !== 0;) {
    const header = tar.subarray(at, at + 512)
    const text = (from: number, to: number): string => header.toString("latin1", from, to).split("\0")[0] ?? ""
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
    expect(parseInt(text(148, 156), 8)).toBe(sum)
    const size = parseInt(text(124, 136), 8)
    members.push({ name: text(0, 100), content: tar.subarray(at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return members
}
