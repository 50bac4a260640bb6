import { endpoints, head, type Cases } from "./marked-manifest.ts"

export const readingCases: Cases<"00"> = {
  PRISTINE_M0001: {
    "a missing value": { given: `{ "name": ▶}`, want: `unexpected "}"` },
    "a missing end": { given: `{ "name": 1▶`, want: "unexpected end" },
    "a trailing comma": { given: `{\n  "name": "x",\n▶}`, want: `unexpected "}"` },
    "a comma before the end of an object": { given: `{ "name": "x",\n▶}`, want: "Remove the comma before }." },
    "a comma before the end of a list": { given: `{ "name": ["x", ▶] }`, want: "Remove the comma before ]." },
    "a comment": { given: `{ ▶// the name\n"name": "x" }`, want: "JSON has no comments; use YAML." },
    "a comment of several lines": { given: `{ "name": "x" ▶/* it */ }`, want: "JSON has no comments; use YAML." },
    "YAML with a bad indent": { given: `name: ▶x\n  version: 1`, want: "cannot be parsed", file: "a.pristine.yaml" },
    "two documents of YAML": {
      given: `name: x\nversion: v\nendpoints: {}\n▶---\nname: y\n`,
      want: "multiple documents",
      file: "a.pristine.yaml",
    },
    "a control character": { given: `▶\u007f`, want: String.raw`unexpected "\u007f"` },
    "an empty text": { given: `▶`, want: "it is empty" },
    "a text of spaces": { given: `  \n▶`, want: "let `unplugin-pristine init` begin" },
    "an empty text in YAML": { given: `▶`, want: "it is empty", file: "a.yaml" },
    "nothing but comments": { given: `▶# later\n`, want: "it is empty", file: "a.yaml" },
    "nothing but a document": { given: `▶---\n`, want: "it is empty", file: "a.yaml" },
  },
  PRISTINE_M0002: {
    "a key twice": { given: `{ ${head}, "endpoints": {}, ▶"name": "y" }`, want: `"name" occurs twice` },
    "an endpoint twice": {
      given: endpoints(`"a": { "method": "GET", "path": "/a" }, ▶"a": { "method": "GET", "path": "/b" }`),
      want: `"a" occurs twice`,
    },
    "a key twice, once escaped": {
      given: `{ ${head}, "endpoints": {}, ▶"n\\u0061me": "y" }`,
      want: `"name" occurs twice`,
    },
    "in YAML": { given: `name: x\nversion: v\nendpoints: {}\n▶name: y\n`, want: `"name" occurs twice`, file: "a.yaml" },
  },
  PRISTINE_M0003: {
    "deep lists": { given: `▶${"[".repeat(200)}${"]".repeat(200)}`, want: "more than 100 levels" },
  },
  PRISTINE_M0004: {
    "infinity in YAML": { given: `name: x\nversion: v\nendpoints: ▶.inf\n`, want: "not finite", file: "a.yml" },
    "a list as a key in YAML": { given: `▶[a, b]: x\n`, want: "not plain text", file: "a.yaml" },
    "a merge key": {
      given: `name: x\nversion: v\nendpoints:\n  a: &a { method: GET, path: /a }\n  b: { ▶<<: *a, path: /b }\n`,
      want: "merge keys (<<)",
      file: "a.yaml",
    },
    "an alias of its own surroundings": { given: `name: &n [▶*n]\n`, want: "contains it", file: "a.yaml" },
  },
}
