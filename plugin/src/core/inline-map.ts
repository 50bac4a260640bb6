import type { LoadedModule } from "./generation.ts"

/** The code of a module with its source map in a comment, for hosts that take nothing but code. */
export function inlineMap({ code, map }: LoadedModule): string {
  if (!map) return code
  const data = Buffer.from(JSON.stringify(map)).toString("base64")
  // In two pieces: whole, tools would take it for the source map of this file.
  return `${code}\n//# ${["sourceMappingURL", `data:application/json;charset=utf-8;base64,${data}`].join("=")}\n`
}
