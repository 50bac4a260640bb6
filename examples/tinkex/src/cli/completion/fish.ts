import { fileFlags } from "./bash.ts"
import type { CompletedOption, Completion } from "./list-completions.ts"

/** A script for fish, with what each option does. */
export function fishCompletion(completions: readonly Completion[]): string {
  const files = fileFlags(completions)
  const lines = completions.flatMap(({ path, words, options }) => {
    const condition = conditionOf(path, completions)
    return [
      ...(words.length > 0 ? [`complete -c tinkex -f -n ${quote(condition)} -a ${quote(words.join(" "))}`] : []),
      ...options.map((option) => `complete -c tinkex -n ${quote(condition)} ${describe(option, files)}`),
    ]
  })
  // Files stand only behind options that take one.
  return ["complete -c tinkex -f", ...lines].join("\n")
}

/** The command's words have been typed, and none of its own subcommands. */
function conditionOf(path: readonly string[], completions: readonly Completion[]): string {
  const own = completions.find((each) => each.path.join(" ") === path.join(" "))?.words ?? []
  const typed = path.map((word) => `__fish_seen_subcommand_from ${word}`)
  const further = own.length > 0 ? [`not __fish_seen_subcommand_from ${own.join(" ")}`] : []
  const all = [...typed, ...further]
  return all.length > 0 ? all.join("; and ") : "true"
}

function describe({ flags, description, takesValue, values }: CompletedOption, files: readonly string[]): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const isFile = flags.some((flag) => files.includes(flag))
  const value = takesValue
    ? [isFile ? "-rF" : "-x", ...(values.length > 0 ? [`-a ${quote(values.join(" "))}`] : [])]
    : ["-f"]
  return [...names, ...value, `-d ${quote(description)}`].join(" ")
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
}
