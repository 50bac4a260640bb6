import { pathToFileURL } from "node:url"
import type { FormModule } from "../forms.ts"
import { createReplayTransport, type ReplayTransport } from "../replay-transport.ts"

/** What a form did. */
export interface FormRun {
  readonly result: unknown
  readonly requests: ReplayTransport["requests"]
}

const files = JSON.parse(process.argv[2] ?? "") as readonly string[]
const runs: FormRun[] = []
for (const file of files) {
  const { run } = (await import(pathToFileURL(file).href)) as FormModule
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  runs.push({ result: await run(transport), requests: transport.requests })
}
console.log(JSON.stringify(runs))
