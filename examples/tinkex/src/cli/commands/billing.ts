import type { CommandAdder } from "../command-adder.ts"
import { addBillingUsageCommand } from "./billing-usage.ts"

/** `tinkex billing` */
export const addBillingCommands: CommandAdder = (parent, host, exit) => {
  addBillingUsageCommand(parent.command("billing").description("look at what was used"), host, exit)
}
