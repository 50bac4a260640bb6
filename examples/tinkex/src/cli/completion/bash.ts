import type { Completion } from "./list-completions.ts"

/** A script for bash, and for zsh, which does not know all of bash's expansions. Words are those of the program's own source, so nothing in them needs quoting. */
export function bashCompletion(completions: readonly Completion[]): string {
  const cases = completions.map(({ path, words: own, options }) => {
    const flags = options.flatMap((option) => option.flags)
    return `    "${path.join(" ")}") words="${[...own, ...flags].join(" ")}" ;;`
  })
  const groups = completions.map(({ path }) => `"${path.join(" ")}"`).filter((path) => path !== '""')
  const values = valuesOf(completions).map(
    ([flags, list]) => `    ${flags.join("|")}) COMPREPLY=($(compgen -W "${list.join(" ")}" -- "$current")); return ;;`,
  )
  const files = fileFlags(completions)
  return `_tinkex() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" next words="" index
  COMPREPLY=()
  case "$previous" in
${values.join("\n")}
    ${files.join("|")}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    ${otherFlags(completions).join("|")}) return ;;
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="\${path:+$path }\${COMP_WORDS[index]}"
    case "$next" in
      ${groups.join("|")}) path="$next" ;;
    esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _tinkex tinkex`
}

/** Flags whose values are known, with these. */
export function valuesOf(
  completions: readonly Completion[],
): readonly (readonly [readonly string[], readonly string[]])[] {
  const found = new Map<string, readonly [readonly string[], readonly string[]]>()
  for (const { flags, values } of completions.flatMap(({ options }) => options))
    if (values.length > 0) found.set(flags.join("|"), [flags, values])
  return [...found.values()]
}

/** Flags that take a file or a folder. */
export function fileFlags(completions: readonly Completion[]): readonly string[] {
  return valueFlags(completions).filter((flag) =>
    /^-o$|^--(?:output|prompt-file|csv|sessions-csv|state|directory)$/.test(flag),
  )
}

/** Flags whose values nobody knows. */
function otherFlags(completions: readonly Completion[]): readonly string[] {
  const known = new Set([...fileFlags(completions), ...valuesOf(completions).flatMap(([flags]) => flags)])
  return valueFlags(completions).filter((flag) => !known.has(flag))
}

function valueFlags(completions: readonly Completion[]): readonly string[] {
  const options = completions.flatMap((each) => each.options).filter(({ takesValue }) => takesValue)
  return [...new Set(options.flatMap(({ flags }) => flags))]
}
