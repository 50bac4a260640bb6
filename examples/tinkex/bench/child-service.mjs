import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"

const command = new URL("../dist/local-service/cli.js", import.meta.url).pathname

/** Starts the built local service in a process of its own, so that only the client is measured. */
export async function startChildService(...args) {
  const child = spawn(process.execPath, [command, "--seed", "1", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`The local service ended with code ${code}: was the package built (npm run build -w tinkex)?`)
  })
  // Its end is what `close` waits for.
  failed.catch(() => undefined)
  const [url] = await Promise.race([once(lines, "line"), failed])
  return {
    url,
    close: async () => {
      const ended = once(child, "close")
      child.kill("SIGTERM")
      await ended
    },
  }
}
