import { quoteText, quoteValue } from "./quote-text.ts"

/**
 * Every diagnostic with what its sentences are made of. Codes are permanent: they are never renamed and never reused. B01
 * what a build holds, B02 what it costs, B03 what programs ask of it. Of the manifest loader: M00 reading, M01 keys, M02 names, M03 references, M04 paths and inputs, M05 types,
 * M06 code and headers, M07 futures and pages.
 */
export interface DiagnosticParams {
  readonly PRISTINE_M0001: { readonly reason: string; readonly fix?: string }
  readonly PRISTINE_M0002: { readonly key: string }
  readonly PRISTINE_M0003: { readonly limit: number }
  readonly PRISTINE_M0004: { readonly what: string; readonly fix?: string }
  readonly PRISTINE_M0101: { readonly key: string; readonly where: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0102: { readonly what: string; readonly expected: string; readonly got: unknown }
  readonly PRISTINE_M0103: { readonly key: string; readonly where: string }
  readonly PRISTINE_M0104: { readonly key: string; readonly where: string; readonly instead: string }
  readonly PRISTINE_M0105: { readonly key: string; readonly synonym: string }
  readonly PRISTINE_M0106: { readonly key: string; readonly instead: string }
  readonly PRISTINE_M0107: {
    readonly what: string
    readonly got: unknown
    readonly allowed: readonly string[]
    readonly suggestion: string | undefined
  }
  readonly PRISTINE_M0108: { readonly what: string; readonly got: string; readonly expected: string }
  readonly PRISTINE_M0109: { readonly key: string; readonly because: string; readonly fix: string }
  readonly PRISTINE_M0110: { readonly what: string; readonly fix: string }
  readonly PRISTINE_M0201: { readonly id: string }
  readonly PRISTINE_M0202: { readonly name: string; readonly first: string; readonly second: string }
  readonly PRISTINE_M0203: { readonly name: string; readonly first: string; readonly second: string }
  readonly PRISTINE_M0204: { readonly name: string; readonly what: string }
  readonly PRISTINE_M0205: { readonly name: string; readonly what: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0206: { readonly name: string; readonly first: string; readonly second: string }
  readonly PRISTINE_M0301: { readonly name: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0302: { readonly kind: string; readonly name: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0303: { readonly kind: string; readonly path: readonly string[] }
  readonly PRISTINE_M0401: { readonly name: string; readonly path: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0402: { readonly path: string; readonly reason: string; readonly fix: string }
  readonly PRISTINE_M0403: { readonly name: string; readonly first: string; readonly second: string }
  readonly PRISTINE_M0404: { readonly name: string; readonly place: string; readonly type: string }
  readonly PRISTINE_M0405: { readonly method: string; readonly key: string }
  readonly PRISTINE_M0406: { readonly name: string; readonly path: string; readonly suggestion: string }
  readonly PRISTINE_M0501: { readonly pattern: string; readonly reason: string }
  readonly PRISTINE_M0502: { readonly what: string; readonly got: unknown; readonly expected: string }
  readonly PRISTINE_M0503: { readonly what: string }
  readonly PRISTINE_M0504: { readonly field: string; readonly variant: string }
  readonly PRISTINE_M0505: { readonly field: string; readonly value: unknown; readonly variants: readonly string[] }
  readonly PRISTINE_M0506: { readonly first: string; readonly second: string; readonly because: string }
  readonly PRISTINE_M0507: { readonly contentType: string }
  readonly PRISTINE_M0508: { readonly format: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0509: { readonly where: string }
  readonly PRISTINE_M0510: { readonly pattern: string }
  readonly PRISTINE_M0601: { readonly reference: string; readonly reason: string }
  readonly PRISTINE_M0602: { readonly name: string; readonly instead: string }
  readonly PRISTINE_M0603: { readonly expression: string; readonly where: string; readonly allowed: readonly string[] }
  readonly PRISTINE_M0701: {
    readonly name: string
    readonly operation: string
    readonly suggestion: string | undefined
  }
  readonly PRISTINE_M0702: { readonly name: string; readonly operation: string }
  readonly PRISTINE_M0703: { readonly expression: string; readonly found: string }
  readonly PRISTINE_B0101: {
    readonly call: string
    readonly script: string
    readonly chain: readonly string[]
    /** The place that passes more than the operation on, where nothing names the operation itself. */
    readonly passedOn: string | undefined
  }
  readonly PRISTINE_B0201: { readonly call: string; readonly bytes: number; readonly limit: number }
  readonly PRISTINE_B0301: { readonly path: string; readonly name: string; readonly suggestion: string | undefined }
  readonly PRISTINE_M0704: {
    readonly key: string
    readonly expression: string
    readonly suggestion: string | undefined
  }
  readonly PRISTINE_M0705: {
    readonly type: string
    readonly known: readonly string[]
    readonly suggestion: string | undefined
  }
}

/** A permanent diagnostic code. */
export type DiagnosticCode = keyof DiagnosticParams

/** What a code stands for. */
export interface CatalogueEntry<Params> {
  readonly severity: "error" | "warning"
  readonly why: (params: Params) => string
  readonly fix: (params: Params) => string
}

/** Every diagnostic code with its sentences. */
export const catalogue: { readonly [Code in DiagnosticCode]: CatalogueEntry<DiagnosticParams[Code]> } = {
  PRISTINE_B0101: error(
    (p) =>
      `${p.call} is for servers only, and ${quoteText(p.script)} of this build for browsers holds it: ${p.chain.map(quoteText).join(" imports ")}.`,
    (p) =>
      p.passedOn === undefined
        ? "Call it on a server, and give the page an endpoint of your own."
        : `${quoteText(p.passedOn)} passes on all of the API, or a whole resource, with what nothing calls. Import the manifest ` +
          "where its operations are called, or keep that module on servers.",
  ),
  PRISTINE_B0201: error(
    (p) => `${p.call} costs ${p.bytes} bytes and may cost ${p.limit}.`,
    () => "Slim its types, or raise the plugin's `budget`.",
  ),
  PRISTINE_B0301: warning(
    (p) => `${p.path} has no ${quoteText(p.name)}.`,
    (p) => didYouMean(p.suggestion, "Use one of its operations, or add this one to the manifest."),
  ),
  PRISTINE_M0001: error(
    (p) => `The manifest cannot be parsed: ${p.reason}.`,
    (p) => p.fix ?? "Correct the syntax.",
  ),
  PRISTINE_M0002: error(
    (p) => `The key ${quoteText(p.key)} occurs twice in one object.`,
    () => "Remove one of the two; a parser would silently keep the last.",
  ),
  PRISTINE_M0003: error(
    (p) => `The manifest is nested more than ${p.limit} levels deep.`,
    () => "Name the inner types under `types` and refer to them.",
  ),
  PRISTINE_M0004: error(
    (p) => `A manifest cannot contain ${p.what}.`,
    (p) =>
      p.fix ?? "Use only what JSON can express: text keys, text, finite numbers, true, false, null, lists and objects.",
  ),
  PRISTINE_M0101: error(
    (p) => `Unknown key ${quoteText(p.key)} in ${p.where}.`,
    (p) =>
      didYouMean(
        p.suggestion,
        "Remove it; the manifest's JSON Schema (unplugin-pristine/manifest.schema.json) lists every key.",
      ),
  ),
  PRISTINE_M0102: error(
    (p) => `${p.what} must be ${p.expected}, but is ${quoteValue(p.got)}.`,
    (p) => `Write ${p.expected}.`,
  ),
  PRISTINE_M0103: error(
    (p) => `${sentence(p.where)} lacks the key "${p.key}".`,
    (p) => `Add "${p.key}".`,
  ),
  PRISTINE_M0104: error(
    (p) => `The key "${p.key}" is not used in ${p.where}.`,
    (p) => p.instead,
  ),
  PRISTINE_M0105: error(
    (p) => `"${p.synonym}" is another spelling of "${p.key}", and both are given.`,
    (p) => `Keep "${p.key}".`,
  ),
  PRISTINE_M0106: error(
    (p) => `The key "${p.key}" is not supported yet.`,
    (p) => p.instead,
  ),
  PRISTINE_M0107: error(
    (p) => `${p.what} cannot be ${quoteValue(p.got)}.`,
    (p) => didYouMean(p.suggestion, `Use one of ${p.allowed.map((value) => `"${value}"`).join(", ")}.`),
  ),
  PRISTINE_M0108: error(
    (p) => `${quoteText(p.got)} is not ${p.what}.`,
    (p) => `Write ${p.expected}.`,
  ),
  PRISTINE_M0109: error(
    (p) => `"${p.key}" has no effect here: ${p.because}.`,
    (p) => p.fix,
  ),
  PRISTINE_M0110: error(
    (p) => `${p.what}.`,
    (p) => p.fix,
  ),
  PRISTINE_M0201: error(
    (p) => `Two endpoints have the id ${quoteText(p.id)}.`,
    () => "Give every endpoint an id of its own.",
  ),
  PRISTINE_M0202: error(
    (p) => `The endpoints ${quoteText(p.first)} and ${quoteText(p.second)} are both named ${quoteText(p.name)}.`,
    () => "Give one of them another `name`.",
  ),
  PRISTINE_M0203: error(
    (p) => `The module would export ${quoteText(p.name)} twice: for ${p.first} and for ${p.second}.`,
    () => "Rename one of them; an endpoint takes a `name`.",
  ),
  PRISTINE_M0204: error(
    (p) => `${quoteText(p.name)} cannot be the name of ${p.what}: JavaScript gives it a meaning of its own.`,
    () => "Choose another name; an endpoint takes a `name`, a parameter an `alias` for its name on the wire.",
  ),
  PRISTINE_M0205: error(
    (p) => `${quoteText(p.name)} cannot be the name of ${p.what}.`,
    (p) => didYouMean(p.suggestion, "Use letters, digits and underscores, and begin with a letter."),
  ),
  PRISTINE_M0206: error(
    (p) => `The resources ${quoteText(p.first)} and ${quoteText(p.second)} would both be ${quoteText(p.name)}.`,
    (p) => `Write ${quoteText(p.first)} in both places, or give one of them another name.`,
  ),
  PRISTINE_M0301: error(
    (p) => `There is no type ${quoteText(p.name)}.`,
    (p) => didYouMean(p.suggestion, "Add it under `types`, or use a primitive type."),
  ),
  PRISTINE_M0302: error(
    (p) => `There is no ${p.kind} ${quoteText(p.name)}.`,
    (p) => didYouMean(p.suggestion, "Define it, or refer to one that is defined."),
  ),
  PRISTINE_M0303: error(
    (p) => `The ${p.kind} refers to itself: ${p.path.map(quoteText).join(" → ")}.`,
    () => "Break the circle.",
  ),
  PRISTINE_M0401: error(
    (p) => `The path ${quoteText(p.path)} has no place for the parameter ${quoteText(p.name)}.`,
    (p) => didYouMean(p.suggestion, "Put `{…}` with its wire name into the path, or remove `in`."),
  ),
  PRISTINE_M0402: error(
    (p) => `The path ${quoteText(p.path)} ${p.reason}.`,
    (p) => p.fix,
  ),
  PRISTINE_M0403: error(
    (p) => `The input would have ${quoteText(p.name)} twice: from ${p.first} and from ${p.second}.`,
    (p) => `Name the parameter differently and keep its wire name: "other_name": { "alias": ${quoteText(p.name)}, … }.`,
  ),
  PRISTINE_M0404: error(
    (p) => `The parameter ${quoteText(p.name)} is ${p.type}, which cannot be written into a ${p.place}.`,
    () => "Use text, a number, a boolean, or a type made of them; a query also takes a list of these.",
  ),
  PRISTINE_M0405: error(
    (p) => `A ${p.method} request carries no body, but "${p.key}" describes one.`,
    () => "Declare query parameters under `parameters`, or use another method.",
  ),
  PRISTINE_M0406: error(
    (p) =>
      `The parameter ${quoteText(p.name)} would go into the query, because the path ${quoteText(p.path)} has no place for it.`,
    (p) => `Did you mean ${quoteText(p.suggestion)}? If it belongs into the query, add "in": "query".`,
  ),
  PRISTINE_M0501: error(
    (p) => `${quoteText(p.pattern)} is not a regular expression: ${p.reason}.`,
    () => "Write an ECMAScript regular expression as JSON Schema does, without slashes.",
  ),
  PRISTINE_M0502: error(
    (p) => `${p.what} is ${quoteValue(p.got)}, but must be ${p.expected}.`,
    () => "Change the value or the type.",
  ),
  PRISTINE_M0503: error(
    (p) => `No value can satisfy this type: ${p.what}.`,
    () => "Correct the constraints.",
  ),
  PRISTINE_M0504: error(
    (p) =>
      `${sentence(p.variant)} has no constant in its field ${quoteText(p.field)}, so the discriminator cannot pick it.`,
    (p) => `Give it the field ${quoteText(p.field)} with a "const", or remove the discriminator.`,
  ),
  PRISTINE_M0505: error(
    (p) =>
      `${p.variants.join(" and ")} share the constant ${quoteValue(p.value)} in the discriminator ${quoteText(p.field)}.`,
    () => "Give every variant its own constant.",
  ),
  PRISTINE_M0506: error(
    (p) => `${sentence(p.first)} and ${p.second} can match the same value but write it differently: ${p.because}.`,
    () => "Add a `discriminator`, or make the required fields tell them apart.",
  ),
  PRISTINE_M0507: error(
    (p) => `Nothing here can write ${quoteText(p.contentType)}.`,
    (p) => `Give the request's type a "codec": { ${quoteText(p.contentType)}: "./file.ts#export" }.`,
  ),
  PRISTINE_M0508: warning(
    (p) => `The format ${quoteText(p.format)} is not known, so nothing checks it.`,
    (p) => didYouMean(p.suggestion, "Remove it, or add a `pattern`."),
  ),
  PRISTINE_M0509: error(
    (p) => `A file cannot stand in ${p.where}.`,
    () =>
      'Only a field of a request with "content_type": "multipart/form-data" can be one. Bytes within JSON are a string with "codec": "bytes".',
  ),
  PRISTINE_M0510: warning(
    (p) => `${quoteText(p.pattern)} can read one text in many ways: every few characters more double its time.`,
    () => 'Write the loop so that one way is left, "a+" in place of "(a+)+", or remove the pattern.',
  ),
  PRISTINE_M0601: error(
    (p) => `${quoteText(p.reference)} does not name code: ${p.reason}.`,
    () => 'Write "./file.ts#export", relative to the manifest, or "package#export".',
  ),
  PRISTINE_M0602: error(
    (p) => `The header ${quoteText(p.name)} is set by the client itself.`,
    (p) => p.instead,
  ),
  PRISTINE_M0603: error(
    (p) => `${quoteText(p.expression)} cannot be used in ${p.where}.`,
    (p) => `Use one of ${p.allowed.join(", ")}.`,
  ),
  PRISTINE_M0701: error(
    (p) => `The endpoint ${quoteText(p.operation)} takes no ${quoteText(p.name)}.`,
    (p) => didYouMean(p.suggestion, "Name one of its parameters."),
  ),
  PRISTINE_M0702: error(
    (p) => `Polling ${quoteText(p.operation)} needs ${quoteText(p.name)}, and nothing gives it.`,
    (p) => `Add "parameters": { ${quoteText(p.name)}: { "from": "$response.body#/…" } } to "poll".`,
  ),
  PRISTINE_M0703: error(
    (p) => `${quoteText(p.expression)} must lead to a list in the response, but leads to ${p.found}.`,
    () => "Point at the list of items.",
  ),
  PRISTINE_M0704: error(
    (p) => `${quoteText(p.key)} is ${quoteText(p.expression)}, which leads to nothing in the response.`,
    (p) =>
      p.suggestion === undefined
        ? "Point at a field that the response has."
        : `Did you mean ${quoteText(p.suggestion)}?`,
  ),
  PRISTINE_M0705: warning(
    (p) =>
      `No event of the stream has the type ${quoteText(p.type)}: the union has ${p.known.map(quoteText).join(", ")}.`,
    (p) => didYouMean(p.suggestion, "Remove it, or add a variant with that constant."),
  ),
}

function error<Params>(why: (params: Params) => string, fix: (params: Params) => string): CatalogueEntry<Params> {
  return { severity: "error", why, fix }
}

function warning<Params>(why: (params: Params) => string, fix: (params: Params) => string): CatalogueEntry<Params> {
  return { severity: "warning", why, fix }
}

function didYouMean(suggestion: string | undefined, otherwise: string): string {
  return suggestion === undefined ? otherwise : `Did you mean ${quoteText(suggestion)}?`
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
