import { expect } from "vitest"
import { wantsColor } from "../../src/terminal/wants-color.ts"
import { it } from "../test.ts"

it.each<[name: string, isTTY: boolean, env: Readonly<Record<string, string>>, want: boolean]>([
  ["a terminal", true, {}, true],
  ["a terminal with a name", true, { TERM: "xterm-256color" }, true],
  ["no terminal", false, {}, false],
  ["no terminal with a name", false, { TERM: "xterm-256color" }, false],
  ["a dumb terminal", true, { TERM: "dumb" }, false],
  ["NO_COLOR", true, { NO_COLOR: "1" }, false],
  ["NO_COLOR=0, which says no, too", true, { NO_COLOR: "0" }, false],
  ["an empty NO_COLOR, which says nothing", true, { NO_COLOR: "" }, true],
  ["FORCE_COLOR without a terminal", false, { FORCE_COLOR: "1" }, true],
  ["an empty FORCE_COLOR", false, { FORCE_COLOR: "" }, true],
  ["FORCE_COLOR over NO_COLOR", false, { FORCE_COLOR: "3", NO_COLOR: "1" }, true],
  ["FORCE_COLOR over a dumb terminal", true, { FORCE_COLOR: "true", TERM: "dumb" }, true],
  ["FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
  ["FORCE_COLOR=false", true, { FORCE_COLOR: "false" }, false],
])("%s", (_, isTTY, env, want) => {
  expect(wantsColor({ isTTY, env: (name) => env[name] })).toBe(want)
})
