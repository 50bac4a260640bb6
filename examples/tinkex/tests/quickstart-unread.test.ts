import { spawn } from "node:child_process"
import { expect } from "vitest"
import { it } from "./test.ts"

const script = new URL("../quickstart/quickstart.mjs", import.meta.url).pathname

it("the quick start ends quietly when nobody reads on", { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"] })
  let complaint = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text))
  const exited = new Promise((resolve) => child.once("close", resolve))
  child.stdout.once("data", () => child.stdout.destroy())
  expect(await exited).toBe(0)
  expect(complaint).toBe("")
})
