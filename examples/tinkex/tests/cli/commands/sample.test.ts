import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { temporaryFolder } from "../../checkpoint-files/temporary-folder.ts"
import { it } from "../../test.ts"
import { smallConfig, smallTokenizer, startHub } from "../../tokenizers/fake-hub.ts"
import { opened } from "./opened.ts"

const model = "--base-model local/tiny-bytes"

interface Printed {
  readonly sequences: readonly { readonly tokens: number[]; readonly text?: string; readonly stop_reason: string }[]
}

describe("sample", () => {
  it.for(["sample", "run"])("continues a text: %s", async (command, { resources }) => {
    const { cli } = await opened(resources)
    const line = `${command} ${model} --prompt abc --max-tokens 4 --num-samples 2 --seed 1 --temperature 0.5 --top-k -1`
    const { code, out, err, progress } = await cli(line)
    expect([code, err, progress]).toEqual([0, "", ["Loading the tokenizer", "Sampling"]])
    expect(out).toMatch(
      /^Sample 1:\n.*\nstop_reason=length \| avg_logprob=-\d+\.\d{3}\nSample 2:\n.*\nstop_reason=length \| avg_logprob=-\d+\.\d{3}$/,
    )
    expect((await cli(line)).out).toBe(out)
  })

  it("samples from a checkpoint", async ({ resources }) => {
    const { cli, path } = await opened(resources)
    const line = "--prompt abc --max-tokens 3 --temperature 0 --json"
    const one = JSON.parse((await cli(`sample --model-path ${path} ${line}`)).out) as Printed
    const other = JSON.parse((await cli(`sample ${model} ${line}`)).out) as Printed
    expect(one).toEqual({
      sequences: [
        {
          tokens: other.sequences[0]?.tokens,
          logprobs: [expect.any(Number), expect.any(Number), expect.any(Number)],
          stop_reason: "length",
          text: expect.any(String) as string,
        },
      ],
      prompt_logprobs: null,
      topk_prompt_logprobs: null,
      type: "sample",
    })
  })

  it("reads the standard input", async ({ resources }) => {
    const { cli } = await opened(resources)
    const line = `${model} --max-tokens 5 --temperature 0 --json`
    const given = await cli(`sample --prompt-file - ${line}`, { input: () => Promise.resolve("[97, 98, 99]") })
    const [read] = (JSON.parse(given.out) as Printed).sequences
    const [printed] = (JSON.parse((await cli(`sample --prompt abc ${line}`)).out) as Printed).sequences
    expect(read?.tokens).toEqual(printed?.tokens)
  })

  it.for([
    ["text", "abc"],
    ["tokens", "[97, 98, 99]"],
    ["named tokens", '{"tokens": [97, 98, 99]}'],
  ] as const)("reads %s from a file, and writes one", async ([, content], { resources }) => {
    const { cli } = await opened(resources)
    const cwd = await temporaryFolder(resources)
    await writeFile(join(cwd, "prompt"), content)
    const line = `${model} --max-tokens 5 --temperature 0 --json`
    const given = await cli(`sample --prompt-file prompt --output out.json ${line}`, { cwd })
    expect(given).toMatchObject({ code: 0, out: "", err: "Wrote out.json" })
    const [written] = (JSON.parse(await readFile(join(cwd, "out.json"), "utf8")) as Printed).sequences
    const [printed] = (JSON.parse((await cli(`sample --prompt abc ${line}`)).out) as Printed).sequences
    // Who gives tokens gets tokens.
    expect(written).toEqual(content === "abc" ? printed : { ...printed, text: undefined })
  })

  it("stops where it is told to", async ({ resources }) => {
    const { cli } = await opened(resources)
    const line = `sample ${model} --prompt abc --max-tokens 40 --seed 3 --json`
    const [free] = (JSON.parse((await cli(line)).out) as Printed).sequences
    const stop = String.fromCharCode(free?.tokens.find((token) => token > 32 && token < 127) ?? 0)
    const [stopped] = (JSON.parse((await cli(`${line} --stop ${stop} --stop \u0001`)).out) as Printed).sequences
    expect(stopped?.stop_reason).toBe("stop")
    expect(stopped?.tokens.length).toBeLessThan(40)
  })

  it("takes text by the model's tokenizer, which comes from a hub", async ({ resources }) => {
    const { cli } = await opened(resources, { models: ["local/tiny-bytes", "org/small"] })
    const json = (value: object) => () => ({ body: JSON.stringify(value) })
    await using hub = await startHub({
      "/org/small/resolve/main/tokenizer.json": json(smallTokenizer),
      "/org/small/resolve/main/tokenizer_config.json": json(smallConfig),
    })
    const cwd = await temporaryFolder(resources)
    const env = { HF_ENDPOINT: hub.url, XDG_CACHE_HOME: cwd, LOCALAPPDATA: cwd }
    const line = "sample --base-model org/small --prompt abc --max-tokens 3 --json"
    const { out, err } = await cli(line, { cwd, env })
    expect(err).toBe("")
    expect((JSON.parse(out) as Printed).sequences[0]).toMatchObject({ text: expect.any(String) as string })
    expect(hub.requests).toHaveLength(2)
  })

  it("takes tokens where the tokenizer cannot be had", async ({ resources }) => {
    const { cli } = await opened(resources, { models: ["local/tiny-bytes", "Qwen/Qwen3-8B"] })
    await using hub = await startHub({})
    const cwd = await temporaryFolder(resources)
    const env = { HF_ENDPOINT: hub.url, XDG_CACHE_HOME: cwd, LOCALAPPDATA: cwd }
    const text = await cli("sample --base-model Qwen/Qwen3-8B --prompt abc --max-tokens 3", { cwd, env })
    expect(text).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(/^Error: The model's tokenizer cannot be had: .*\nOr give the ids/) as string,
    })
    await writeFile(join(cwd, "ids"), "[1, 2]")
    const { out } = await cli("sample --base-model Qwen/Qwen3-8B --prompt-file ids --max-tokens 3", { cwd, env })
    expect(out).toMatch(/^Sample 1:\n\d+ \d+ \d+\nstop_reason=length/)
  })

  it("tells of a file that is not there", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, err } = await cli(`sample ${model} --prompt-file nothing`, { cwd: await temporaryFolder(resources) })
    expect([code, err]).toEqual([1, expect.stringMatching(/^Error: ENOENT.*nothing/)])
  })
})
