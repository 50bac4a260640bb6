// node emit-kubb.mjs DOCUMENT FOLDER
import { build } from "@kubb/core"
import { pluginClient } from "@kubb/plugin-client"
import { pluginOas } from "@kubb/plugin-oas"
import { pluginTs } from "@kubb/plugin-ts"
const [path, folder] = process.argv.slice(2)
const config = {
  root: folder,
  input: { path },
  output: { path: ".", clean: true },
  plugins: [pluginOas({ validate: false }), pluginTs(), pluginClient({ client: "fetch" })],
}
const result = await build({ config })
if (result.error) throw result.error
if (result.failedPlugins?.size) throw [...result.failedPlugins][0].error
process.stdout.write(`cpu ${process.cpuUsage().user + process.cpuUsage().system}\n`)
