import fc from "fast-check"
import { describe, expect } from "vitest"
import { hideSecrets } from "../../../src/testing/traffic/hide-secrets.ts"
import { it } from "../../test.ts"

const json = "application/json"
const events = "text/event-stream"
const form = "application/x-www-form-urlencoded"
const upload = "multipart/form-data; boundary=b"
const part = (head: string, content: string, end = "\r\n") =>
  `--b${end}Content-Disposition: form-data; ${head}${end}${end}${content}${end}--b--${end}`

describe("what a description calls a secret", () => {
  it.each<[name: string, type: string, text: string, want: string]>([
    ["a text", json, '{"pin":"s-1","a":1}', '{"pin":"***","a":1}'],
    ["an object and a list", json, '{"pin":{"a":["}s-1"]},"a":[{"pin":["s-2"]}]}', '{"pin":"***","a":[{"pin":"***"}]}'],
    ["nothing", json, '{"pin":null}', '{"pin":null}'],
    ["white space around it", json, '{ "pin" :\n"s-1" }', '{ "pin" :\n"***" }'],
    ["a body that was cut off", json, '{"a":1,"pin":"s-1', "***"],
    [
      "lines, one of them cut off",
      "application/x-ndjson",
      '{"pin":"s-1"}\n{"a": "cut\n{"pin":"s-2"}\n',
      '{"pin":"***"}\n***\n{"pin":"***"}\n',
    ],
    ["a sequence of texts", "application/json-seq", '\u001e{"pin":"s-1"}\n', '\u001e{"pin":"***"}\n'],
    ["another notation", "application/xml", "<pin>s-1</pin>", "***"],
    ["no type", "", '{"pin":"s-1"}', '{"pin":"***"}'],
    ["an event", events, 'id: 1\ndata: {"pin":"s-1"}\n\n', 'data: {"pin":"***"}\nid: 1\n\n'],
    ["an event over several lines", events, 'data: {"pin":\ndata: "s-1"}\n\n', 'data: {"pin":\ndata: "***"}\n\n'],
    ["a comment with a quote", events, ': 5" s-0\n\ndata: {"pin":"s-2"}\n\n', '\ndata: {"pin":"***"}\n\n'],
    [
      "data that is no JSON",
      events,
      'data: plain "s-1\n\ndata: {"pin":"s-2"}\n\n',
      'data: ***\n\ndata: {"pin":"***"}\n\n',
    ],
    ["a field of a form", form, "pin=s-1&a=1", "pin=***&a=1"],
    ["a nested field of a form", form, "user[pin]=s-1&user[a]=1", "user[pin]=***&user[a]=1"],
    ["a name with what delimits names", form, "user[a.b]=s-1&a%5Bc=s-2", "user[a.b]=***&a%5Bc=***"],
    ["a part", upload, part('name="pin"', "s-1"), part('name="pin"', "***")],
    ["a part by a name without quotes", upload, part("name=pin", "s-1"), part("name=pin", "***")],
    ["a part with other ends of lines", upload, part('name="pin"', "s-1", "\n"), part('name="pin"', "***", "\n")],
    ["a part by an escaped name", upload, part('name="q%22q"', "s-1"), part('name="q%22q"', "***")],
    [
      "a file and its name",
      upload,
      part('name="pin"; filename="s-1.txt"', "s-2"),
      part('name="pin"; filename="***"', "***"),
    ],
  ])("%s", (_, type, text, want) => {
    expect(hideSecrets(text, type, ["pin", "a.b", "a[c", 'q"q'])).toBe(want)
  })

  it("all of a body", () => {
    expect(hideSecrets("s-1", json, [""])).toBe("***")
  })

  it("wherever it stands in JSON, cut anywhere", () => {
    const mark = "zq9canary"
    const value = fc.jsonValue({ maxDepth: 3 })
    const secret = fc.oneof(fc.constant(mark), fc.constant([mark, { a: mark }]), fc.constant({ [mark]: mark }))
    fc.assert(
      fc.property(value, secret, fc.nat(), fc.boolean(), (around, hidden, cut, inLine) => {
        const text = JSON.stringify(inLine ? [around, { pin: hidden }, around] : { a: around, pin: hidden, b: around })
        const shown = hideSecrets(text.slice(0, text.length - (cut % text.length)), json, ["pin"])
        expect(shown).not.toContain(mark)
        if (cut % text.length === 0) expect(JSON.parse(shown)).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })

  it("of a text of many megabytes", () => {
    const long = "x".repeat(20_000_000)
    expect(hideSecrets(`{"a":"${long}","pin":"s-1"}`, json, ["pin"])).toBe(`{"a":"${long}","pin":"***"}`)
  })
})
