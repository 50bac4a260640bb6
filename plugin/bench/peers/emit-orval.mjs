// node emit-orval.mjs DOCUMENT FOLDER
import { generate } from "orval"
const [target, folder] = process.argv.slice(2)
const log = console.log
console.log = () => {}
await generate({
  input: { target },
  output: { target: `${folder}/api.ts`, client: "fetch", mode: "single", clean: true },
})
console.log = log
process.stdout.write(`cpu ${process.cpuUsage().user + process.cpuUsage().system}\n`)
