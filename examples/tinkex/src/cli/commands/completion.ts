import { Argument } from "commander"
import { bashCompletion } from "../completion/bash.ts"
import { listCompletions } from "../completion/list-completions.ts"
import { fishCompletion } from "../completion/fish.ts"
import { zshCompletion } from "../completion/zsh.ts"
import type { CommandAdder } from "../command-adder.ts"

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

/** `tinkex completion` */
export const addCompletionCommand: CommandAdder = (parent, { terminal }) => {
  parent
    .command("completion")
    .description('print a script with which a shell completes commands and options: eval "$(tinkex completion bash)"')
    .addArgument(new Argument("<shell>", "the shell to complete in").choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => terminal.out(shells[shell](listCompletions(parent))))
}
