import { spawn } from "node:child_process"
import { readdir, readFile } from "node:fs/promises"
import { startLocalService } from "../local-service/index.ts"
import { describe, expect } from "vitest"
import { it } from "./test.ts"

const root = new URL("../", import.meta.url)

interface Run {
  readonly code: number | null
  readonly output: string
  readonly complaints: string
}

/** Runs an example as a reader does, with the built package, and with nothing of this machine's settings. */
function run(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Run> {
  const own = Object.entries(process.env).filter(([key]) => !/^(TINKER|NODE_|VITEST)/.test(key))
  const child = spawn(process.execPath, [new URL(`examples/${name}.mjs`, root).pathname], {
    env: { ...Object.fromEntries(own), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  let complaints = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text))
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, complaints })))
}

/** The numbers that a pattern's groups find. */
function numbers(output: string, pattern: RegExp): readonly number[] {
  const [whole, ...found] = pattern.exec(output) ?? []
  if (whole === undefined) throw new Error(`${String(pattern)} is not in the output:\n${output}`)
  return found.map(Number)
}

/** The first of two numbers is so many times the second one, at least. */
function falls(output: string, pattern: RegExp, factor: number): void {
  const [before = NaN, after = NaN] = numbers(output, pattern)
  expect(after).toBeLessThan(before / factor)
}

const checks: Readonly<Record<string, (output: string) => void>> = {
  "training-loop": (output) => {
    falls(output, /^loss ([\d.]+) → ([\d.]+) a character$/m, 10)
    expect(output).toContain("“Row, row,” continues:  row your boat")
  },
  evaluation: (output) => {
    falls(output, /held-out loss ([\d.]+) → ([\d.]+)/, 2)
    expect(output).toContain("asking once more changes nothing: true")
    expect(output).toContain('hardest character: "r"')
  },
  "custom-loss": (output) => {
    falls(output, /preference loss ([\d.]+) → ([\d.]+)/, 10)
    const [before = NaN, after = NaN] = numbers(output, /margin ([-\d.]+) → ([-\d.]+)/)
    expect(after).toBeGreaterThan(before + 5)
  },
  "regularized-loss": (output) => {
    falls(output, /alone: ([\d.]+) → ([\d.]+)/, 10)
    falls(output, /with regularizers: ([\d.]+) → ([\d.]+)/, 10)
    expect(output).toMatch(/l2_weight_decay: 0\.5 · [\d.]+, gradient [\d.]+/)
    expect(output).toMatch(/entropy: 0\.1 · -[\d.]+, gradient [\d.]+/)
  },
  regularizers: (output) => {
    const added = [...output.matchAll(/^(\w+) +value -?[\d.]+, adds (-?[\d.]+)/gm)]
    expect(added.map(([, name]) => name)).toEqual([
      ...["l1_sparsity", "l2_weight_decay", "elastic_net", "entropy", "kl_divergence"],
      ...["consistency", "orthogonality", "gradient_penalty", "mean"],
    ])
    const total = added.reduce((sum, [, , value]) => sum + Number(value), 0)
    expect(numbers(output, /together ([\d.]+)/)[0]).toBeCloseTo(total, 3)
    // The negative logarithms of 0.7, 0.2, 0.1, 0.3, 0.3 and 0.4.
    expect(output).toContain("l1_sparsity        value 7.5929")
  },
  "importance-sampling": (output) => {
    const [before = NaN, after = NaN] = numbers(output, /share of digits ([\d.]+) → ([\d.]+)/)
    expect(before).toBeLessThan(0.2)
    expect(after).toBeGreaterThan(0.8)
    expect(output).toMatch(/Count: [\d·]*\d/)
  },
  ppo: (output) => {
    const [free = NaN, bound = NaN] = numbers(output, /factor ([\d.]+) without thresholds, ([\d.]+) with/)
    expect(bound).toBeGreaterThan(1.2)
    expect(free).toBeGreaterThan(bound * 2)
  },
  sampling: (output) => {
    expect(output).toContain("greedy: “two, three; four, five, ” (length)")
    expect(output).toContain("until a text: “two, three;” (stop)")
    expect(output).toContain("until a token: “two,” (stop)")
    expect(output).toContain("two tokens: “tw” (length)")
    expect(output).toContain("likeliest token: “two, three; four, five, ” (length)")
    expect(output).toContain("likeliest tenth: “two, three; four, five, ” (length)")
    const [seven, again, eight] = [...output.matchAll(/^seed \d(?: again)?: (.+)$/gm)].map(([, text]) => text)
    expect(seven).toBe(again)
    expect(seven).not.toBe(eight)
  },
  "prompt-logprobs": (output) => {
    const [known = NaN, knownAt] = numbers(output, /“a cat on a mat” (-[\d.]+), .* at (\d+)/)
    const [other = NaN, otherAt] = numbers(output, /“a cat on a hat” (-[\d.]+), .* at (\d+)/)
    expect(known).toBeGreaterThan(other)
    expect(knownAt).toBeTypeOf("number")
    expect(otherAt).toBe(11)
    expect(output).toMatch(/instead of “h”: m -[\d.]+, . -[\d.]+, . -[\d.]+/)
  },
  "many-samples": (output) => {
    expect(output).toMatch(/^8 samples, the best is “red (roses|apples)\.”$/m)
    expect(output).toMatch(/“red ” → “(roses|apples)\.”\n“green ” → “apples\.”\n“gre” → “en apples\.”/)
  },
  checkpoints: (output) => {
    const [saved, tidied, back] = output.split(/^(?:saved|tidied|and back):$/m).slice(1)
    const lines = (text = "") => [...text.matchAll(/^ {2}(\S+), (\d+) bytes, (.+)$/gm)]
    expect(lines(saved).map(([, name, , state]) => `${name} ${state}`)).toEqual([
      "sampler_weights/preview for a while",
      ...["weights/epoch-3 for good", "weights/epoch-2 for good", "weights/epoch-1 for good"],
    ])
    expect(lines(saved).every(([, , bytes]) => Number(bytes) > 1000)).toBe(true)
    expect(lines(tidied).map(([, name, , state]) => `${name} ${state}`)).toEqual([
      "sampler_weights/preview for a while",
      ...["weights/epoch-3 for good, public", "weights/epoch-2 for a while"],
    ])
    expect(lines(back).map(([, name, , state]) => `${name} ${state}`)).toEqual([
      "sampler_weights/preview for a while",
      ...["weights/epoch-3 for good", "weights/epoch-2 for good"],
    ])
    expect(output).toContain("deleting twice: 404")
  },
  download: (output) => {
    const [received, whole] = numbers(output, /^(\d+) of (\d+) bytes came$/m)
    expect(received).toBe(whole)
    expect(whole).toBeGreaterThan(1000)
    expect(output).toMatch(
      /train.0_weights_kept holds adapter_config\.json, adapter_model\.safetensors, .*optimizer\.safe/,
    )
    expect(output).toContain("once more: input\nby force: 1 folder\n")
  },
  recovery: (output) => {
    expect(output).toMatch(/^step 6: .*expired|^step 6: .*no longer/m)
    expect(output).toMatch(/goes on as .*:train:1 from tinker:\/\/.*\/weights\/step-4$/m)
    falls(output, /^loss ([\d.]+) → ([\d.]+)/m, 2)
  },
  resume: (output) => {
    const losses = new Map([...output.matchAll(/^(.+): ([\d. ]+)$/gm)].map(([, what, list]) => [what, list]))
    const whole = losses.get("never stopped")
    const anew = losses.get("a new client without")
    expect(losses.get("a new client with the optimizer")).toBe(whole)
    expect(losses.get("taken back with the optimizer")).toBe(whole)
    expect(losses.get("taken back without")).toBe(anew)
    expect(anew).not.toBe(whole)
    expect(anew?.split(" ")[0]).toBe(whole?.split(" ")[0])
  },
  "queue-state": (output) => {
    expect(output.match(/^poll \d: paused_capacity$/gm)).toHaveLength(3)
    expect(output.match(/^log: Training for …:train:0 is paused\. Reason: .*capacity.*$/gm)).toHaveLength(1)
    expect(output).toMatch(/and then the loss: \d/)
  },
  throttling: (output) => {
    expect(output).toContain("5 samples came by 6 requests, although one was refused")
    // How long it is, is tested where time is virtual.
    expect(output).toMatch(/^longest pause between two requests: \d+\.\d seconds$/m)
  },
  "watch-calls": (output) => {
    const [wait = NaN] = numbers(output, /^optim_step is tried again in (\d+) ms$/m)
    expect(wait).toBeGreaterThanOrEqual(375)
    const rows = [...output.matchAll(/^(\w+) +(\d+) calls, (\d+) retries, \d+ ms a call$/gm)]
    const counts = Object.fromEntries(
      rows.map(([, name = "", calls, retries]) => [name, `${calls}/${retries}`] as const),
    )
    expect(counts).toMatchObject({
      create_session: "1/0",
      create_model: "1/0",
      forward_backward: "3/0",
      optim_step: "3/1",
    })
    expect(output).not.toContain("watch this")
  },
  "parallel-training": (output) => {
    const losses = [...output.matchAll(/learning rate ([\d.]+): loss ([\d.]+)/g)]
    const [least] = [...losses].sort((a, b) => Number(a[2]) - Number(b[2]))
    expect(losses).toHaveLength(3)
    expect(output).toContain(`best: ${least?.[1]}\n`)
    expect(output).toContain("3 runs: 0.001, 0.01, 0.03")
  },
  errors: (output) => {
    expect(output.trim().split("\n")).toEqual([
      "no examples: TypeError, No data provided",
      "targets that do not fit: future_failed, target_tokens has 1 elements for 3 input tokens",
      'an unknown loss: future_failed, Unknown loss_fn: "no_such_loss"',
      "a checkpoint that is not there: future_failed, Checkpoint not found",
      expect.stringMatching(/^a path that is none: TypeError, Not a checkpoint path/),
      "a signal: Error, enough",
      "a future that is cancelled: Error, not needed",
      expect.stringMatching(/^the client is as good as before: [\d.]+$/),
    ])
  },
  "large-batches": (output) => {
    expect(output).toContain("3 requests, 10 outputs in the batch's order")
    falls(output, /^loss ([\d.]+) → ([\d.]+)$/m, 3)
  },
  inspection: (output) => {
    expect(output.trim().split("\n")).toEqual([
      "offers local/tiny-bytes, Qwen/Qwen3-8B, meta-llama/Llama-3.2-1B, meta-llama/Llama-3.1-8B",
      "trains local/tiny-bytes, tokenizer local/tiny-bytes",
      "weights of rank 8, attention true, layers false",
      "run of local/tiny-bytes, last checkpoint weights/look",
      "sampler of local/tiny-bytes",
      "session with 1 run and 1 sampler",
      "health: ok",
      "once unloaded: The model has been unloaded",
    ])
  },
  images: (output) => {
    expect(output).toContain("2 chunks, 18 tokens")
    falls(output, /loss of the answer ([\d.]+) → ([\d.]+)/, 10)
    expect(output).toContain("the answer: red\n")
  },
}

describe("an example", { timeout: 60_000 }, () => {
  it.each(Object.entries(checks))("does what it says, and ends by itself: %s", async (name, check) => {
    const { code, output, complaints } = await run(name)
    expect({ code, complaints }).toEqual({ code: 0, complaints: "" })
    check(output)
  })

  it("finds the service that the environment names", async () => {
    const seen: string[] = []
    const service = await startLocalService({
      seed: 1,
      intercept: ({ path, headers }) => {
        seen.push(`${path} ${String(headers["x-api-key"])}`)
        return undefined
      },
    })
    try {
      const settings = { TINKER_BASE_URL: service.url, TINKER_API_KEY: "tml-here", TINKER_BASE_MODEL: "Qwen/Qwen3-8B" }
      const { code, output } = await run("inspection", settings)
      expect(code).toBe(0)
      expect(output).toContain("trains Qwen/Qwen3-8B")
      expect(seen).toContain("/api/v1/create_session tml-here")
    } finally {
      await service.close()
    }
  })
})

describe("the examples", () => {
  it("are all run by these tests, and told of in the README with their first lines' idea", async () => {
    const files = await readdir(new URL("examples/", root))
    const names = files.map((file) => file.replace(/\.mjs$/, "")).filter((name) => name !== "service")
    expect(Object.keys(checks).sort()).toEqual(names.sort())
    const readme = await readFile(new URL("README.md", root), "utf8")
    const listed = [...readme.matchAll(/^\| \[`([\w-]+)`\]\(examples\/\1\.mjs\) +\| (.+?) +\|$/gm)]
    expect(listed.map(([, name]) => name).sort()).toEqual(names)
  })

  it("say in their first lines what they show and how they are run, and stay short", async () => {
    for (const name of Object.keys(checks)) {
      const text = await readFile(new URL(`examples/${name}.mjs`, root), "utf8")
      expect(text, name).toMatch(new RegExp(`^(// .+\n)+// Run: node examples/${name}\\.mjs\n`))
      const { length } = text.trimEnd().split("\n")
      expect(length, name).toBeGreaterThanOrEqual(25)
      expect(length, name).toBeLessThanOrEqual(80)
    }
  })
})
