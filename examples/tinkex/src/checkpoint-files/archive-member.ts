import { PristineError } from "pristine-runtime"

/** What an archive holds, as its header says. */
export interface ArchiveMember {
  readonly type: string
  readonly path: string
}

const files = ["File", "OldFile", "ContiguousFile"]

/**
 * The segments of a member's path within the folder that the archive is unpacked into; none for that folder itself.
 *
 * Throws a `PristineError` (code `decode`) for everything that could reach outside or be no plain file: links, devices,
 * absolute paths, drives, backslashes and `..`.
 */
export function memberPath({ type, path }: ArchiveMember): readonly string[] {
  if (type !== "Directory" && !files.includes(type))
    throw new PristineError("decode", `The archive holds a member of type ${type}; only files and folders are unpacked`)
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".")
  const escapes = /^(?:\/|[a-z]:)|[\\\0]/i.test(path) || segments.includes("..")
  if (escapes || (segments.length === 0 && type !== "Directory"))
    throw new PristineError("decode", "The archive holds a path that leads out of its folder")
  return segments
}
