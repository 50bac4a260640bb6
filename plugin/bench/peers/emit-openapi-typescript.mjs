// node emit-openapi-typescript.mjs DOCUMENT FOLDER
import { mkdirSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"
import openapiTS, { astToString } from "openapi-typescript"
const [input, folder] = process.argv.slice(2)
const text = astToString(await openapiTS(pathToFileURL(input), { silent: true }))
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/api.d.ts`, text)
process.stdout.write(`cpu ${process.cpuUsage().user + process.cpuUsage().system}\n`)
