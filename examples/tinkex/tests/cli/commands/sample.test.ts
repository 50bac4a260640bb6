import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { temporaryFolder } from "../../checkpoint-files/temporary-folder.ts"
import { it } from "../../test.ts"
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
    expect([code, err, progress]).toEqual([0, "", ["Sampling"]])
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
    expect(await readFile(join(cwd, "out.json"), "utf8")).toBe(`${(await cli(`sample --prompt abc ${line}`)).out}\n`)
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

  it("takes tokens alone where the tokenizer is not built in", async ({ resources }) => {
    const { cli } = await opened(resources, { models: ["local/tiny-bytes", "Qwen/Qwen3-8B"] })
    const cwd = await temporaryFolder(resources)
    const text = await cli("sample --base-model Qwen/Qwen3-8B --prompt abc --max-tokens 3", { cwd })
    expect(text).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(/^Error: The tokenizer of Qwen\/Qwen3-8B is not built in.*\nGive the ids/) as string,
    })
    await writeFile(join(cwd, "ids"), "[1, 2]")
    const { out } = await cli("sample --base-model Qwen/Qwen3-8B --prompt-file ids --max-tokens 3", { cwd })
    expect(out).toMatch(/^Sample 1:\n\d+ \d+ \d+\nstop_reason=length/)
  })

  it("tells of a file that is not there", async ({ resources }) => {
    const { cli } = await opened(resources)
    const { code, err } = await cli(`sample ${model} --prompt-file nothing`, { cwd: await temporaryFolder(resources) })
    expect([code, err]).toEqual([1, expect.stringMatching(/^Error: ENOENT.*nothing/)])
  })
})
