import { setImmediate as turn } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

/** Bytes that are in use once all garbage is gone. */
export async function heapUsed(): Promise<number> {
  for (let time = 0; time < 3; time += 1) {
    await turn()
    collectGarbage()
  }
  return process.memoryUsage().heapUsed
}
