import { expect } from "vitest"
import { editBundlerConfig } from "../../src/init/edit-bundler-config.ts"
import { editGitignore } from "../../src/init/edit-gitignore.ts"
import { editTsconfig } from "../../src/init/edit-tsconfig.ts"
import { unifiedDiff } from "../../src/init/unified-diff.ts"
import { it } from "../test.ts"

const load = 'import pristine from "unplugin-pristine/vite"\n'

it.each<[name: string, before: string, after: string]>([
  [
    "a list on one line",
    "export default { plugins: [vue()] }\n",
    `${load}export default { plugins: [pristine(), vue()] }\n`,
  ],
  ["an empty list", "export default { plugins: [] }\n", `${load}export default { plugins: [pristine()] }\n`],
  ["no list", "export default { root: 1 }\n", `${load}export default { plugins: [pristine()], root: 1 }\n`],
  ["nothing at all", "export default {}\n", `${load}export default { plugins: [pristine()] }\n`],
  [
    "several lines, a call and imports",
    `import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  // first\n  plugins: [\n    vue(),\n  ],\n});\n`,
    `import { defineConfig } from 'vite';\nimport pristine from 'unplugin-pristine/vite';\n\nexport default defineConfig({\n  // first\n  plugins: [\n    pristine(),\n    vue(),\n  ],\n});\n`,
  ],
  [
    "an object with lines and no list",
    `export default {\n  root: "a",\n}\n`,
    `${load}export default {\n  plugins: [pristine()],\n  root: "a",\n}\n`,
  ],
  [
    "a function",
    "export default defineConfig(() => ({ plugins: [a] }))\n",
    `${load}export default defineConfig(() => ({ plugins: [pristine(), a] }))\n`,
  ],
  [
    "a variable",
    "const config = { plugins: [a] }\nexport default config\n",
    `${load}const config = { plugins: [pristine(), a] }\nexport default config\n`,
  ],
  [
    "CommonJS",
    `const path = require("path")\nmodule.exports = { plugins: [a] }\n`,
    `const path = require("path")\nconst pristine = require("unplugin-pristine/vite")\nmodule.exports = { plugins: [pristine(), a] }\n`,
  ],
  [
    "a JSDoc comment that gives its type",
    `/** @type {import("vite").UserConfig} */\nexport default { plugins: [a] }\n`,
    `${load}/** @type {import("vite").UserConfig} */\nexport default { plugins: [pristine(), a] }\n`,
  ],
  [
    "a license, a pragma and a JSDoc comment",
    `/*! MIT license */\n// @ts-check\n/** @type {object} */\nexport default { plugins: [a] }\n`,
    `/*! MIT license */\n// @ts-check\n${load}/** @type {object} */\nexport default { plugins: [pristine(), a] }\n`,
  ],
  [
    "a comment that stands apart",
    `/* Of this project. */\n\nexport default { plugins: [a] }\n`,
    `/* Of this project. */\n\n${load}export default { plugins: [pristine(), a] }\n`,
  ],
  [
    "a shebang",
    `#!/usr/bin/env node\n/** @type {object} */\nexport default { plugins: [a] }\n`,
    `#!/usr/bin/env node\n${load}/** @type {object} */\nexport default { plugins: [pristine(), a] }\n`,
  ],
  [
    "a directive",
    `"use strict"\n\n/** @type {object} */\nmodule.exports = { plugins: [a] }\n`,
    `"use strict"\n\nconst pristine = require("unplugin-pristine/vite")\n/** @type {object} */\nmodule.exports = { plugins: [pristine(), a] }\n`,
  ],
  [
    "all of these",
    `#!/usr/bin/env node\n// Copyright somebody\n"use strict";\n/** @type {object} */\nmodule.exports = { plugins: [a] };\n`,
    `#!/usr/bin/env node\n// Copyright somebody\n"use strict";\nconst pristine = require("unplugin-pristine/vite");\n/** @type {object} */\nmodule.exports = { plugins: [pristine(), a] };\n`,
  ],
  [
    "a comment that speaks of CommonJS",
    `// was: module.exports\n\nexport default { plugins: [a] }\n`,
    `// was: module.exports\n\n${load}export default { plugins: [pristine(), a] }\n`,
  ],
  [
    "everything on one line",
    `const a = require("a"); module.exports = { plugins: [a] };\n`,
    `const a = require("a");\nconst pristine = require("unplugin-pristine/vite");\n module.exports = { plugins: [pristine(), a] };\n`,
  ],
  [
    "a key in quotes and comments above members",
    `export default {\n  "plugins": [\n    // first\n    a,\n  ],\n}\n`,
    `${load}export default {\n  "plugins": [\n    pristine(),\n    // first\n    a,\n  ],\n}\n`,
  ],
  [
    "a comment above its first key",
    `export default {\n  /** Where it is. */\n  root: 1,\n}\n`,
    `${load}export default {\n  plugins: [pristine()],\n  /** Where it is. */\n  root: 1,\n}\n`,
  ],
  [
    "the plugin, already",
    `${load}export default { plugins: [pristine()] }\n`,
    `${load}export default { plugins: [pristine()] }\n`,
  ],
])("edits a configuration with %s", (_, before, after) => {
  expect(editBundlerConfig("vite.config.js", before, "unplugin-pristine/vite")).toBe(after)
})

it.each([
  ["a list from elsewhere", "export default { plugins }\n"],
  ["a function with statements", "export default () => { return { plugins: [] } }\n"],
  ["a name that is taken", "const pristine = 1\nexport default { plugins: [] }\n"],
  ["no export", "console.log(1)\n"],
])("leaves a configuration with %s to its author", (_, before) => {
  expect(editBundlerConfig("vite.config.js", before, "unplugin-pristine/vite")).toBeUndefined()
})

it.each([
  [
    "on several lines",
    `{\n  // strict\n  "compilerOptions": {\n    "strict": true,\n  },\n}\n`,
    `{\n  // strict\n  "compilerOptions": {\n    "allowArbitraryExtensions": true,\n    "strict": true,\n  },\n}\n`,
  ],
  [
    "on one line",
    `{ "compilerOptions": { "strict": true } }`,
    `{ "compilerOptions": { "allowArbitraryExtensions": true, "strict": true } }`,
  ],
  ["that are empty", `{ "compilerOptions": {} }`, `{ "compilerOptions": { "allowArbitraryExtensions": true } }`],
  [
    "that are missing",
    `{ "extends": "./a.json" }`,
    `{ "compilerOptions": { "allowArbitraryExtensions": true }, "extends": "./a.json" }`,
  ],
  [
    "that say no",
    `{ "compilerOptions": { "allowArbitraryExtensions": false } }`,
    `{ "compilerOptions": { "allowArbitraryExtensions": true } }`,
  ],
])("adds to compiler options %s", (_, before, after) => {
  expect(editTsconfig(before)).toBe(after)
})

it("leaves a tsconfig that is no object", () => {
  expect(editTsconfig("[]")).toBeUndefined()
})

it("adds to a .gitignore what is missing, once", () => {
  const edited = editGitignore("node_modules\n*.d.json.ts\n")
  expect(edited).toBe(
    "node_modules\n*.d.json.ts\n\n# Written by unplugin-pristine\n*.d.json.ts.map\n*.d.yaml.ts\n*.d.yaml.ts.map\n*.d.yml.ts\n*.d.yml.ts.map\n.pristine/\n",
  )
  expect(editGitignore(edited)).toBe(edited)
  for (const line of ["/.pristine", ".pristine", "/.pristine/"]) {
    const other = edited.replace("\n.pristine/", `\n${line}`)
    expect(editGitignore(other)).toBe(other)
  }
})

const numbered = (changes: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 20 }, (_, index) => changes[index + 1] ?? `line ${index + 1}`).join("\n") + "\n"

it.each<[name: string, before: string | undefined, after: string, want: string]>([
  ["a new file", undefined, "a\nb\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b"],
  ["nothing", "a\n", "a\n", ""],
  ["an insertion", "a\nb\n", "a\nx\nb\n", "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n+x\n b"],
  ["a line that changes", "a\nb\nc\n", "a\nx\nc\n", "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c"],
  [
    "two places far apart",
    numbered(),
    numbered({ 2: "x", 19: "y" }),
    `--- a/f\n+++ b/f\n@@ -1,5 +1,5 @@\n line 1\n-line 2\n+x\n line 3\n line 4\n line 5\n@@ -16,5 +16,5 @@\n line 16\n line 17\n line 18\n-line 19\n+y\n line 20`,
  ],
])("writes the difference of %s", (_, before, after, want) => {
  expect(unifiedDiff("f", before, after)).toBe(want)
})
