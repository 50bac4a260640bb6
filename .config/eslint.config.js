import tseslint from "typescript-eslint"

const restrictedSyntax = [
  { selector: "TSEnumDeclaration", message: "Enums are not erasable." },
  { selector: "ExportAllDeclaration[source.value=/index/]", message: "No barrels over barrels." },
]

const moduleState = ["Program", "Program > ExportNamedDeclaration"].map((parent) => ({
  selector: `${parent} > VariableDeclaration[kind='let']`,
  message: "Whoever imports a module shares its state: keep it in what a caller makes.",
}))

const clockInstead = "Take a Clock: `clock` of runtime/tests/test.ts in a test, an injected one in a source."
const randomInstead = "Take a Random: `random` of runtime/tests/test.ts in a test, an injected one in a source."
const timers = ["setTimeout", "setInterval"]
const today = { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockInstead }

const timeProperties = [
  ["Date", "now"],
  ["performance", "now"],
  ["AbortSignal", "timeout"],
  ...timers.map((name) => ["globalThis", name]),
].map(([object, property]) => ({ object, property, message: clockInstead }))

const fixtureInstead = "Take `it` of the package's tests/test.ts: it gives a test its own clock, random and resources."

/** On Node 20 each keeps a long-lived signal's listeners (nodejs/node#55351). */
const joined = {
  object: "AbortSignal",
  property: "any",
  message: "Leaks under a signal that lives long: see Lifetime.",
}

/** Once compiled, Node 20 takes it for false where a text has letters beyond ASCII. */
const canParse = { object: "URL", property: "canParse", message: "Wrong on Node 20: try `new URL(…)`." }

const pollInstead = "Polls in real time: await a promise that what is waited for settles."
const polls = [
  ["vi", "waitUntil"],
  ["vi", "waitFor"],
  ["expect", "poll"],
].map(([object, property]) => ({ object, property, message: pollInstead }))

/** Files that are where real time and chance come from, or wait for what no virtual clock moves. */
const platformTime = [
  // The adapters over the platform's own clock.
  "runtime/src/adapters/clock/system-clock.ts",
  "examples/tinkex/local-service/clock.ts",
  // Handles close in real time.
  "runtime/src/testing/leak-watcher.ts",
  "runtime/src/testing/timer-watch.ts",
  // Leaves real timers behind, to see them named.
  "runtime/tests/testing/leak-watcher.test.ts",
]
const platformRandom = [
  // The defaults where nobody injects: jitter, and the local service's seed.
  "runtime/src/core/client/wire-client.ts",
  "runtime/src/adapters/circuit-breaker/circuit-breaker.ts",
  "runtime/src/adapters/telemetry/{batch-reporter,sampled-telemetry}.ts",
  "examples/tinkex/local-service/create-state.ts",
]

export default tseslint.config(
  { ignores: ["**/dist/", "**/.pristine/", "**/fixtures/", "**/gen/", "**/*.d.json.ts"] },
  {
    files: ["**/*.ts", "**/*.js", "**/*.mjs"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json"], tsconfigRootDir: new URL("..", import.meta.url).pathname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // `interface X extends Base<Y> {}` names a type for hovers.
      "@typescript-eslint/no-empty-object-type": "off",
      // An unused parameter of an implemented port documents the port.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-syntax": ["error", ...restrictedSyntax],
    },
  },
  {
    files: ["**/src/**/*.ts", "**/tests/**/*.ts", "examples/tinkex/local-service/**/*.ts"],
    ignores: platformTime,
    rules: {
      "no-restricted-globals": ["error", ...timers.map((name) => ({ name, message: clockInstead }))],
      "no-restricted-imports": [
        "error",
        { name: "vitest", importNames: ["it", "test"], message: fixtureInstead },
        ...["node:timers", "node:timers/promises"].map((name) => ({
          name,
          importNames: [...timers, "scheduler"],
          message: clockInstead,
        })),
      ],
      "no-restricted-syntax": ["error", ...restrictedSyntax, today],
      "no-restricted-properties": [
        "error",
        ...timeProperties,
        ...polls,
        joined,
        canParse,
        { object: "Math", property: "random", message: randomInstead },
      ],
    },
  },
  { files: ["**/src/**"], rules: { "no-restricted-syntax": ["error", ...restrictedSyntax, ...moduleState] } },
  {
    files: ["**/src/**"],
    ignores: platformTime,
    rules: { "no-restricted-syntax": ["error", ...restrictedSyntax, today, ...moduleState] },
  },
  { files: ["runtime/tests/test.ts"], rules: { "no-restricted-imports": "off" } },
  {
    files: platformRandom,
    rules: { "no-restricted-properties": ["error", ...timeProperties, ...polls, joined, canParse] },
  },
  { files: ["**/*.js", "**/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
)
