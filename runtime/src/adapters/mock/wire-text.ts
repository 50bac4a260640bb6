import type { Random } from "../../ports/random.ts"
import type { WireSchema } from "../../ports/mock-spec.ts"
import { randomUuid } from "../../values/random-uuid.ts"
import { samplePattern } from "./sample-pattern.ts"

const words = "amber birch cedar delta ember fable grove haven inlet jade karst linen maple north ocean pearl".split(
  " ",
)

/** Formats that validators check; another one beside a pattern is said by the pattern. */
const checked = ["date-time", "date", "uuid", "uri", "email", "http-date", "byte"]

/**
 * Text of a schema: by its pattern, its format, or words; as long as it must be.
 *
 * @throws TypeError where no such text is found, with the reason.
 */
export function wireText(schema: WireSchema, random: Random): string {
  const { format = "", pattern, contentEncoding, minLength = 0, maxLength = Infinity } = schema
  const make = contentEncoding === "base64" ? formats["byte"] : formats[format]
  if (pattern !== undefined && !(make && checked.includes(format)))
    return samplePattern(pattern, random, minLength, maxLength)
  if (make) return formattedText(schema, make, random)
  let text = word(random)
  while (text.length < minLength) text += ` ${word(random)}`
  return text.slice(0, maxLength)
}

function formattedText(schema: WireSchema, make: (random: Random) => string, random: Random): string {
  const { format = "base64", pattern = "", minLength = 0, maxLength = Infinity } = schema
  const check = new RegExp(pattern, "u")
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const text = make(random)
    if (text.length >= minLength && text.length <= maxLength && check.test(text)) return text
  }
  const lengths = minLength === 0 && maxLength === Infinity ? "" : ` of ${minLength} to ${maxLength} characters`
  throw new TypeError(`No text of the format ${format}${lengths}${pattern === "" ? "" : ` for the pattern ${pattern}`}`)
}

function word(random: Random): string {
  return words[Math.floor(random() * words.length)] ?? ""
}

function digits(random: Random, count: number, base = 10): string {
  return Array.from({ length: count }, () => Math.floor(random() * base).toString(base)).join("")
}

/** A moment of the years 2020 to 2029, in whole seconds. */
function moment(random: Random): Date {
  return new Date(1_577_836_800_000 + Math.floor(random() * 315_532_800) * 1_000)
}

/** Texts of formats of RFC 3339, 5322, 3986, 4122 and their like; other formats are checked by nobody. */
const formats: Readonly<Record<string, (random: Random) => string>> = {
  "date-time": (random) => moment(random).toISOString().replace(".000", ""),
  date: (random) => moment(random).toISOString().slice(0, 10),
  time: (random) => moment(random).toISOString().slice(11, 19) + "Z",
  duration: (random) => `PT${1 + Math.floor(random() * 59)}M`,
  "http-date": (random) => moment(random).toUTCString(),
  email: (random) => `${word(random)}@example.com`,
  "idn-email": (random) => `${word(random)}@example.com`,
  hostname: (random) => `${word(random)}.example.com`,
  ipv4: (random) => `192.0.2.${Math.floor(random() * 256)}`,
  ipv6: (random) => `2001:db8::${digits(random, 4, 16)}`,
  uri: (random) => `https://example.com/${word(random)}`,
  url: (random) => `https://example.com/${word(random)}`,
  "uri-reference": (random) => `/${word(random)}`,
  iri: (random) => `https://example.com/${word(random)}`,
  uuid: randomUuid,
  byte: (random) => btoa(word(random)),
  decimal: (random) => `${Math.floor(random() * 100)}.${digits(random, 2)}`,
  "json-pointer": (random) => `/${word(random)}`,
}
