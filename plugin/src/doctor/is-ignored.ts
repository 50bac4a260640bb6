import { execFile } from "node:child_process"

/** Whether git ignores a file, there or not; `undefined` where there is no repository, or no git. */
export function isIgnored(file: string, cwd: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile("git", ["check-ignore", "--quiet", "--no-index", "--", file], { cwd }, (error) => {
      // 0: ignored, 1: not; 128 and a missing program: nobody to say.
      resolve(error === null ? true : error.code === 1 ? false : undefined)
    })
  })
}
