import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { addRunInfoCommand } from "./run-info.ts"
import { addRunListCommand } from "./run-list.ts"

/** `tinkex run` */
export const addRunCommands: CommandAdder = (parent, host, exit) => {
  const group: Command = parent.command("run").description("look at training runs")
  for (const add of [addRunListCommand, addRunInfoCommand]) add(group, host, exit)
}
