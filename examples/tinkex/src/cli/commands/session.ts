import type { CommandAdder } from "../command-adder.ts"
import { addSessionExportCommand } from "./session-export-trace.ts"
import { addSessionInfoCommand } from "./session-info.ts"
import { addSessionListCommand } from "./session-list.ts"

/** `tinkex session` */
export const addSessionCommands: CommandAdder = (parent, host, exit) => {
  const group = parent.command("session").description("look at sessions")
  for (const add of [addSessionListCommand, addSessionInfoCommand, addSessionExportCommand]) add(group, host, exit)
}
