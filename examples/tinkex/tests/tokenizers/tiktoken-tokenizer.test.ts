import { describe, expect } from "vitest"
import { tiktokenTokenizer } from "../../src/tokenizers/tiktoken-tokenizer.ts"
import { it } from "../test.ts"
import { smallRanks, smallRanksConfig } from "./fake-hub.ts"

const small = await tiktokenTokenizer({ ranks: smallRanks, config: smallRanksConfig })

/** Every byte a token, so that tokens tell nothing but how a text was taken apart. */
const bytes = Array.from({ length: 256 }, (_, byte) => `${Buffer.of(byte).toString("base64")} ${byte}`)

describe("a tokenizer of ranks", () => {
  it.each<[text: string, tokens: number[]]>([
    ["Say hi", [7, 8, 5]],
    ["ya", [2, 1]],
    ["<|bos|>Say", [9, 7]],
    ["<|reserved_token_10|>y", [10, 2]],
    ["", []],
  ])("encodes %j and back", (text, tokens) => {
    expect(small.encode(text)).toEqual(tokens)
    expect(small.decode(tokens)).toBe(text)
  })

  it("takes names of special tokens for text where it is asked to", async () => {
    const plain = await tiktokenTokenizer({ ranks: bytes.join("\n"), config: undefined })
    const name = "<|reserved_token_256|>"
    expect(plain.encode(name)).toEqual([256])
    expect(plain.encode(name, { allowSpecial: false })).toEqual([...Buffer.from(name)])
    expect(small.decode([9, 7, 9], { skipSpecialTokens: true })).toBe("Say")
  })

  it.each([[[-1]], [[265]], [[1.5]]])("refuses %j, which is no token", (tokens) => {
    expect(() => small.decode(tokens)).toThrow(RangeError)
  })

  it("writes U+FFFD for what is no UTF-8", async () => {
    const plain = await tiktokenTokenizer({ ranks: bytes.join("\n"), config: {} })
    expect(plain.decode([0xe6, 0xbc])).toBe("\u{FFFD}")
    expect(plain.decode(plain.encode("漢字 é 👍"))).toBe("漢字 é 👍")
  })

  it("refuses ranks of another form", async () => {
    await expect(tiktokenTokenizer({ ranks: "a b c", config: {} })).rejects.toThrow(TypeError)
  })

  it.each<[text: string, pieces: string[]]>([
    ["Hello world", ["Hello", " world"]],
    ["HelloWorld's fine", ["Hello", "World's", " fine"]],
    ["DON'T 12345", ["DON'T", " ", "123", "45"]],
    ["漢字かな abc", ["漢字", "かな", " abc"]],
    ["a漢b", ["a", "漢", "b"]],
    ["x = y;\n\n z", ["x", " =", " y", ";\n\n", " z"]],
    ["a   b", ["a", "  ", " b"]],
    ["tail  ", ["tail", "  "]],
  ])("takes %j apart as Kimi does", async (text, pieces) => {
    // A token for each expected piece: each is found whole, so the pattern took the text apart there.
    const others = pieces.filter((piece, index) => Buffer.byteLength(piece) > 1 && pieces.indexOf(piece) === index)
    const ranks = [...bytes, ...others.map((piece, index) => `${Buffer.from(piece).toString("base64")} ${256 + index}`)]
    const tokenizer = await tiktokenTokenizer({ ranks: ranks.join("\n"), config: {} })
    const tokens = tokenizer.encode(text)
    expect(tokens.map((token) => tokenizer.decode([token]))).toEqual(pieces)
  })
})
