import { describe, expect } from "vitest"
import type { FakeAnswer } from "pristine-runtime/testing"
import { PristineError } from "pristine-runtime"
import { passTime } from "../checkpoint-files/pass-time.ts"
import { fakeTinker } from "../fake-tinker.ts"
import { it } from "../test.ts"
import { runCommand, type CliSituation } from "./run-command.ts"

const hint = "`--help` behind a command says what it takes."

describe("the command line", () => {
  it.each([
    ["--help", /^Usage: tinkex \[options\] \[command\]\n[^]*\n {2}checkpoint {2,}/],
    ["-h", /^Usage: tinkex/],
    ["help run", /^Usage: tinkex run/],
    ["run --help", /^Usage: tinkex run \[options\] \[command\]\n[^]*\n {2}list [^]*\n {2}info /],
    ["run list --help", /^Usage: tinkex run list [^]*--columns <names>[^]*Global Options:[^]*--base-url <url>/],
    ["--version", /^tinkex \d+\.\d+\.\d+$/],
    ["version", /^tinkex \d+\.\d+\.\d+$/],
    ["version --json", /^\{\n {2}"version": "\d+\.\d+\.\d+"\n\}$/],
    ["-f json version", /^\{\n {2}"version"/],
    ["version --format json", /^\{\n {2}"version"/],
  ])("answers %s", async (line, out) => {
    expect(await runCommand(line.split(" "))).toEqual({
      code: 0,
      out: expect.stringMatching(out) as string,
      err: "",
      progress: [],
    })
  })

  it.each([
    ["", /^Usage: tinkex/],
    ["run", /^Usage: tinkex run/],
    ["nope", `Error: unknown command 'nope'\n${hint}`],
    ["chekpoint list", `Error: unknown command 'chekpoint'\n(Did you mean checkpoint?)\n${hint}`],
    ["checkpoint lst", `Error: unknown command 'lst'\n(Did you mean list?)\n${hint}`],
    ["run list --limt 3", `Error: unknown option '--limt'\n(Did you mean --limit?)\n${hint}`],
    ["run list --api-kye=tml-secret", `Error: unknown option '--api-kye'\n${hint}`],
    ["run list --limit x", /argument 'x' is invalid\. It must be a whole number from 0 on\./],
    ["run list --limit -1", /argument '-1' is invalid/],
    ["run list --format xml", /Allowed choices are table, json/],
    ["run list --columns id,size", /The columns are id, model, owner/],
    ["run info", /missing required argument 'run'/],
    ["run info a b", /too many arguments/],
    ["run info a --access-scope all", /Allowed choices are owned, accessible/],
    ["checkpoint info run/weights/1", /A checkpoint's path is such as tinker:/],
    ["checkpoint set-ttl tinker://r/weights/1", "Error: Say --ttl <seconds>, or --remove"],
    ["checkpoint set-ttl tinker://r/weights/1 --ttl 5 --remove", "Error: --ttl and --remove exclude each other"],
    ["checkpoint set-ttl tinker://r/weights/1 --ttl 0", /It must be a whole number from 1 on/],
    ["checkpoint delete", "Error: Name checkpoints by their paths, or --run-id"],
    ["checkpoint delete tinker://r/weights/1 --run-id r", "Error: Paths and --run-id exclude each other"],
    [
      "checkpoint delete tinker://r/weights/1 --type weights",
      "Error: --type, --before and --after choose among those of --run-id",
    ],
    ["checkpoint delete --run-id r --before yesterday", /It must be a time such as/],
    ["checkpoint save", "Error: Say either --base-model <name> or --model-path <path>"],
    ["sample --prompt a", "Error: Say either --base-model <name> or --model-path <path>"],
    ["sample --base-model a", "Error: Say either --prompt <text> or --prompt-file <file>"],
    ["sample --base-model a --prompt b --prompt-file c", "Error: Say either --prompt <text> or --prompt-file <file>"],
    ["sample --base-model a --prompt b --top-p 2", /It must be a number from 0 to 1\./],
    ["sample --base-model a --prompt b --temperature hot", /It must be a number from 0 on\./],
    ["billing usage 2026-07-13 2026-07-13T00:30:00Z", /It must be a full hour/],
    ["completion tcsh", /Allowed choices are bash, zsh, fish/],
  ])("refuses %s, and sends nothing", async (line, err) => {
    const tinker = fakeTinker()
    await using _ = tinker.service
    const service = { transport: tinker.transport, apiKey: "tml-x", baseUrl: "http://127.0.0.1:1" }
    const result = await runCommand(line.split(" ").filter(Boolean), { service })
    expect(result).toMatchObject({ code: 2, out: "" })
    expect(result.err).toEqual(typeof err === "string" ? err : expect.stringMatching(err))
    expect(tinker.transport.requests).toEqual([])
  })

  it("hands everything behind local-service on, unread", async () => {
    const given: (readonly string[])[] = []
    const localService = (args: readonly string[]): Promise<number> => {
      given.push(args)
      return Promise.resolve(7)
    }
    const { code, out, err } = await runCommand(["local-service", "--json", "--seed", "3", "--help"], { localService })
    expect([code, out, err, given]).toEqual([7, "", "", [["--json", "--seed", "3", "--help"]]])
    for (const before of [["--json"], ["--format", "json"], []])
      await runCommand([...before, "local-service", "--seed", "3"], { localService })
    expect(given.slice(1)).toEqual([
      ["--json", "--seed", "3"],
      ["--json", "--seed", "3"],
      ["--seed", "3"],
    ])
  })
})

describe("a failure", () => {
  /** `run list` of a service that fails in one way; its waits pass at once. */
  async function fail(answer: FakeAnswer | Error, situation: CliSituation = {}) {
    const tinker = fakeTinker({ training_runs: () => answer })
    await using _ = tinker.service
    const { transport, clock } = tinker
    const service = { transport, clock, random: () => 0.5, apiKey: "tml-secret", baseUrl: "http://127.0.0.1:1" }
    const ended = runCommand(["run", "list"], { service, ...situation })
    return { ...(await passTime(clock, ended)), waitedMs: clock.now(), tries: tinker.sent("training_runs").length }
  }

  it.each([
    [401, "check TINKER_API_KEY"],
    [402, "billing status"],
    [403, "Only the owner"],
    [404, "tinkex run list"],
  ])("of status %d is told with what to do", async (status, what) => {
    const { code, out, err } = await fail({ status, body: { detail: "because of\u001b it" } })
    expect([code, out]).toEqual([1, ""])
    expect(err).toMatch(
      new RegExp(`(?:^|\n)Error: .*answered ${status}\nThe service says: because of.* it\n.*${what}.*$`),
    )
    expect(err).not.toContain("\u001b")
    expect(err).not.toContain("tml-secret")
  })

  it.each([
    ["a connection", new PristineError("connection", "No connection to the server"), "--base-url"],
    ["the service's own fault", { status: 500 }, "try again in a while"],
    ["too many requests", { status: 429 }, "asked too often"],
  ])("that may pass is told after some tries: %s", async (_, answer, words) => {
    const { code, err, progress, tries, waitedMs } = await fail(answer)
    expect(code).toBe(1)
    expect(err).toContain(words)
    expect(tries).toBeGreaterThan(4)
    expect(waitedMs).toBeLessThan(60_000)
    expect(progress).toContainEqual(
      expect.stringMatching(/^The service does not answer as it should \(.*\); trying again$/),
    )
  })

  it("has a red label where there are colours", async () => {
    const { err } = await fail({ status: 404 }, { errColor: true })
    expect(err).toMatch(/^\u001b\[31mError:\u001b\[0m /)
  })
})

describe("the credential", () => {
  it.each([
    ["none", {}, [], "Error: No API key: pass --api-key or set the environment variable TINKER_API_KEY"],
    [
      "one of another form",
      { TINKER_API_KEY: "secret" },
      [],
      "--api-key (TINKER_API_KEY) must start with the prefix tml-",
    ],
    ["one of another form in the arguments", {}, ["--api-key", "secret"], "must start with the prefix tml-"],
  ])("is asked for: %s", async (_, env, args, words) => {
    const { code, err } = await runCommand(["run", "list", ...args], {
      env: { ...env, TINKER_BASE_URL: "http://127.0.0.1:1" },
    })
    expect(code).toBe(1)
    expect(err).toContain(words)
    expect(err).not.toContain("secret")
  })
})

describe("Ctrl-C", () => {
  it("ends a command that waits with 130, and says nothing", async () => {
    const stop = new AbortController()
    const tinker = fakeTinker({ training_runs: () => new Promise(() => stop.abort()) })
    await using _ = tinker.service
    const service = { transport: tinker.transport, clock: tinker.clock, apiKey: "tml-x", baseUrl: "http://127.0.0.1:1" }
    expect(await runCommand(["run", "list"], { service, signal: stop.signal })).toMatchObject({
      code: 130,
      out: "",
      err: "",
    })
  })
})

describe("the log", () => {
  it.each([
    [undefined, ["a warning"]],
    ["info", ["a remark", "a warning"]],
  ])("is as loud as TINKER_LOG says: %s", async (level, said) => {
    const tinker = fakeTinker({
      create_session: () => ({
        body: { type: "create_session", session_id: "s", info_message: "a remark", warning_message: "a warning" },
      }),
      save_weights_for_sampler: () => ({ body: { request_id: "save_weights/1" } }),
    })
    await using _ = tinker.service
    const service = { transport: tinker.transport, clock: tinker.clock, apiKey: "tml-x", baseUrl: "http://127.0.0.1:1" }
    const env: Record<string, string> = level === undefined ? {} : { TINKER_LOG: level }
    const { code, err } = await runCommand(["checkpoint", "save", "--base-model", "m"], { service, env })
    expect([code, err.split("\n")]).toEqual([0, said])
  })
})
