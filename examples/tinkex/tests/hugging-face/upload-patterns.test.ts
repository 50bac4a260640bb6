import { expect } from "vitest"
import { chooseFiles, type UploadPatterns } from "../../src/hugging-face/upload-patterns.ts"
import { it } from "../test.ts"

const paths = [".hidden", "README.md", "a.json", "checkpoint_complete", "deep/b.json", "deep/er/c.bin"]

it.each<[name: string, patterns: UploadPatterns, chosen: readonly string[]]>([
  ["all but the marker", {}, [".hidden", "README.md", "a.json", "deep/b.json", "deep/er/c.bin"]],
  ["by the name of a file", { allow: ["*.json"] }, ["a.json", "deep/b.json"]],
  ["by the whole path", { allow: ["deep/*"] }, ["deep/b.json"]],
  ["in every folder below", { allow: ["deep/**"] }, ["deep/b.json", "deep/er/c.bin"]],
  ["one character", { allow: ["?.json"] }, ["a.json", "deep/b.json"]],
  ["what is a character of expressions as such", { allow: ["a+json", "(a|b).json"] }, []],
  ["several", { allow: ["README.md", "*.bin"] }, ["README.md", "deep/er/c.bin"]],
  ["the marker when asked for", { allow: ["checkpoint_*"] }, ["checkpoint_complete"]],
  ["but what is ignored", { allow: ["*.json"], ignore: ["deep/**"] }, ["a.json"]],
])("chooses %s", (_, patterns, chosen) => {
  expect(chooseFiles(paths, patterns)).toEqual(chosen)
})
