import { createPaint, type Paint } from "../terminal/paint.ts"
import { wantsColor } from "../terminal/wants-color.ts"

/** Where reports of a build go: the standard output, which hosts use for theirs. */
export function reportTerminal({ stdout, env }: Pick<NodeJS.Process, "stdout" | "env"> = process): {
  readonly print: (text: string) => void
  readonly paint: Paint
} {
  return {
    print: (text) => void stdout.write(`\n${text}\n`),
    paint: createPaint(wantsColor({ isTTY: stdout.isTTY, env: (name) => env[name] })),
  }
}

/** Where problems go in hosts that print none of them by themselves. */
export function errorTerminal({ stderr, env }: Pick<NodeJS.Process, "stderr" | "env"> = process): {
  readonly print: (text: string) => void
  readonly color: boolean
} {
  return {
    print: (text) => void stderr.write(text),
    color: wantsColor({ isTTY: stderr.isTTY, env: (name) => env[name] }),
  }
}
