// node emit-hey-api.mjs DOCUMENT FOLDER [valibot]
import { createClient } from "@hey-api/openapi-ts"
const [input, path, validator] = process.argv.slice(2)
await createClient({
  input,
  output: { path },
  logs: { level: "silent", file: false },
  plugins: [
    "@hey-api/client-fetch",
    "@hey-api/typescript",
    ...(validator ? ["valibot", { name: "@hey-api/sdk", validator: "valibot" }] : ["@hey-api/sdk"]),
  ],
})
process.stdout.write(`cpu ${process.cpuUsage().user + process.cpuUsage().system}\n`)
