import { spawnSync } from "node:child_process"
import { cacheFolder } from "./folders.ts"

/** What one process took. */
export interface Cost {
  readonly wallMs: number
  /** User and system time. */
  readonly cpuMs: number
}

/**
 * Runs a module in a new process. It ends its output with `cpu` and the microseconds that it took.
 *
 * @param mayFail A compiler that finds errors has done its work.
 */
export function runCold(args: readonly string[], mayFail = false): Cost {
  const started = process.hrtime.bigint()
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", ...args], {
    // What a generator leaves in its working folder is not ours.
    cwd: cacheFolder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, CI: "true", NO_COLOR: "1", DO_NOT_TRACK: "1" },
  })
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6
  const cpu = /cpu (\d+)\n$/.exec(stdout)?.[1]
  if ((status !== 0 && !mayFail) || cpu === undefined)
    throw new Error(`${args.join(" ")} failed:\n${stdout}\n${stderr}`)
  return { wallMs, cpuMs: Number(cpu) / 1000 }
}

/** Least, median and largest. */
export function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(digits)
  return `${at(0)} / ${at(0.5)} / ${at(1)}`
}
