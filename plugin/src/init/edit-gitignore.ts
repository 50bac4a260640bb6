const wanted = ["json", "yaml", "yml"].flatMap((ending) => [`*.d.${ending}.ts`, `*.d.${ending}.ts.map`])

/**
 * A `.gitignore` with what the plugin writes: declarations, and `.pristine/` with its reports, which many ignore under
 * another spelling.
 */
export function editGitignore(text = ""): string {
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()))
  const hasFolder = ["", "/"].some((start) => ["", "/"].some((end) => lines.has(`${start}.pristine${end}`)))
  const missing = [...wanted.filter((line) => !lines.has(line)), ...(hasFolder ? [] : [".pristine/"])]
  if (missing.length === 0) return text
  const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n"
  return `${text}${gap}# Written by unplugin-pristine\n${missing.join("\n")}\n`
}
