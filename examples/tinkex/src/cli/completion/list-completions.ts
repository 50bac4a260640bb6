import type { Command, Option } from "commander"
import { flags, flagValues } from "../../../local-service/command/flags.ts"
import { localServiceName } from "../commands/local-service.ts"

/** What may stand behind a command. */
export interface Completion {
  /** The command's words, without the program's name. */
  readonly path: readonly string[]
  /** Further commands, and values of arguments that are known. */
  readonly words: readonly string[]
  readonly options: readonly CompletedOption[]
}

export interface CompletedOption {
  readonly flags: readonly string[]
  readonly description: string
  /** It is followed by a value. */
  readonly takesValue: boolean
  /** The values that there are, where they are known. */
  readonly values: readonly string[]
}

/** What may stand behind each command of a program, its own name first. */
export function listCompletions(program: Command): readonly Completion[] {
  const everywhere = optionsOf(program).filter(({ flags }) => !flags.includes("--version"))
  const list = (command: Command, path: readonly string[]): readonly Completion[] => {
    const own = path.length === 0 ? optionsOf(command) : [...optionsOf(command), ...everywhere]
    const names = command.commands.map((each) => each.name())
    return [
      {
        path,
        words: [...names, ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])],
        options: path[0] === localServiceName ? localServiceOptions : [...own, helpOption],
      },
      ...command.commands.flatMap((each) => list(each, [...path, each.name()])),
    ]
  }
  return list(program, [])
}

const helpOption: CompletedOption = {
  flags: ["-h", "--help"],
  description: "say what a command does and takes",
  takesValue: false,
  values: [],
}

/** Its options are its own. */
const localServiceOptions: readonly CompletedOption[] = Object.entries(flags).map(([name, flag]) => ({
  flags: ["short" in flag ? [`-${flag.short}`] : [], `--${name}`].flat(),
  description: flag.does,
  takesValue: flag.type === "string",
  values: name in flagValues ? flagValues[name as keyof typeof flagValues] : [],
}))

function optionsOf(command: Command): readonly CompletedOption[] {
  return command.options.map(({ short, long, description, required, argChoices }: Option) => ({
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    takesValue: required,
    values: argChoices ?? [],
  }))
}
