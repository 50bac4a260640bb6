import { Header } from "tar"

/** A member of a tar; `type` and `linkpath` as the format names them. */
export interface TarMember {
  readonly path: string
  readonly type?: "File" | "Directory" | "SymbolicLink" | "Link" | "CharacterDevice" | "BlockDevice" | "FIFO"
  readonly linkpath?: string
  readonly content?: string
}

/** Packs members as they are said, safe or not. */
export function tarOf(...members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ path, type = "File", linkpath = "", content = "" }) => {
    const bytes = Buffer.from(content)
    const header = Buffer.alloc(512)
    new Header({ path, type, linkpath, size: bytes.length, mode: 0o644, mtime: new Date(0) }).encode(header)
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
