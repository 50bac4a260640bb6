import { describeKeyType } from "../../src/manifest/check/describe-key-type.ts"
import type { KeySpec, ObjectSpec, SpecName } from "../../src/manifest/vocabulary/key-type.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"

/** Objects whose table would repeat another's: only their own keys are listed. */
const bases: { readonly [Name in SpecName]?: SpecName } = {
  defaults: "endpoint",
  field: "type",
  parameter: "type",
  policy: "rule",
}

const order: readonly SpecName[] = [
  ...([
    "manifest",
    "server",
    "serverVariable",
    "value",
    "scheme",
    "resource",
    "endpoint",
    "defaults",
    "parameter",
    "timeout",
    "poll",
  ] as const),
  ...(["stream", "resume", "response", "pagination", "type", "field", "discriminator", "variant"] as const),
  ...(["rule", "policy", "retryAfter", "rateLimit", "breaker", "pool", "provider", "quota", "quotaReset"] as const),
  "serviceError",
]

/**
 * The reference of all keys as Markdown, a section an object: the part of docs/manifest.md that a test compares.
 *
 * @param provenBy Markdown that names the test which fails if a key did nothing.
 */
export function vocabularyTable(provenBy: (spec: SpecName, key: string) => string): string {
  return order.map((name) => section(name, (key) => provenBy(name, key))).join("\n\n")
}

/** The keys that an object's table lists: without those that another's does. */
export function listedKeys(name: SpecName): readonly KeySpec[] {
  const base = baseOf(name)
  const { keys } = vocabulary[name]
  return base ? keys.filter((key) => !base.keys.includes(key)) : keys
}

function baseOf(name: SpecName): ObjectSpec | undefined {
  return bases[name] && vocabulary[bases[name]]
}

function section(name: SpecName, provenBy: (key: string) => string): string {
  const spec = vocabulary[name]
  const base = baseOf(name)
  const shared =
    base &&
    `It has ${hasAll(spec, base) ? "the keys" : "the keys from \`resource\` to \`telemetry\`"} of ${base.title}, and:`
  const heading = spec.title.replace(/^(?:an?|the) /, "")
  const rows = listedKeys(name).map((key) => {
    const cells = [`\`${key.name}\``, describeKeyType(key.type), defaultOf(key), docOf(key), provenBy(key.name)]
    return `| ${cells.map(cell).join(" | ")} |`
  })
  return [
    `### ${heading.charAt(0).toUpperCase()}${heading.slice(1)}`,
    "",
    spec.doc + (shared ? ` ${shared}` : ""),
    "",
    "| key | type | default | effect | proven by |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    ...leftOut(spec, base),
  ].join("\n")
}

function hasAll(spec: ObjectSpec, base: ObjectSpec): boolean {
  return base.keys.filter((key) => spec.keys.some(({ name }) => name === key.name)).length === base.keys.length
}

function defaultOf(key: KeySpec): string {
  return key.required ? "required" : (key.default ?? "none")
}

function docOf({ doc, synonyms }: KeySpec): string {
  return synonyms ? `${doc} Also spelled ${synonyms.map((name) => `\`${name}\``).join(", ")}.` : doc
}

function leftOut(spec: ObjectSpec, base: ObjectSpec | undefined): readonly string[] {
  const refused = base ? {} : { ...spec.refused, ...spec.later }
  const entries = Object.entries(refused)
  return entries.length === 0
    ? []
    : ["", "Refused, with a suggestion:", "", ...entries.map(([key, instead]) => `- \`${key}\`: ${instead}`)]
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|")
}
