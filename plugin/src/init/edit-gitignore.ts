const wanted = ["json", "yaml", "yml"].flatMap((ending) => [`*.d.${ending}.ts`, `*.d.${ending}.ts.map`])

/** A `.gitignore` with the declarations that the plugin writes. */
export function editGitignore(text = ""): string {
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()))
  const missing = wanted.filter((line) => !lines.has(line))
  if (missing.length === 0) return text
  const gap = text === "" ? "" : text.endsWith("\n") ? "\n" : "\n\n"
  return `${text}${gap}# Written by unplugin-pristine\n${missing.join("\n")}\n`
}
