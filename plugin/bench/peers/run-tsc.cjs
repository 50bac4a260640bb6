// node run-tsc.cjs ARGUMENTS: TypeScript's compiler, which at its end tells the CPU time that it took.
const { writeSync } = require("node:fs")
process.on("exit", () => {
  const { user, system } = process.cpuUsage()
  writeSync(1, `cpu ${user + system}\n`)
})
require("typescript/lib/_tsc.js")
