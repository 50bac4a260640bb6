import type { TextFormat } from "../vocabulary/key-type.ts"

interface TextRule {
  /** Completes "is not …". */
  readonly what: string
  /** Completes "Write …". */
  readonly expected: string
  readonly pattern: RegExp
}

const noControls = "^[^\\p{Cc}\\p{Cf}\\u2028\\u2029]+$"

/**
 * Grammars of short texts. `code`, `expression`, `path` and `pattern` are parsed later, with messages of their own.
 * Header names and codings are RFC 9110 tokens, media types are RFC 6838 names with optional parameters.
 */
export const textRules: { readonly [Format in TextFormat]?: TextRule } = {
  coding: {
    what: "the name of an encoding",
    expected: 'the name of an encoding such as "gzip"',
    pattern: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/,
  },
  env: {
    what: "the name of an environment variable",
    expected: "letters, digits and underscores, not beginning with a digit",
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  },
  header: {
    what: "a header's name",
    expected: "letters, digits and any of !#$%&'*+-.^_`|~",
    pattern: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/,
  },
  line: { what: "a name", expected: "one line of visible characters", pattern: new RegExp(noControls, "u") },
  media: {
    what: "a media type",
    expected: 'a media type such as "application/json"',
    pattern:
      /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[^"\\\r\n]*"))*$/,
  },
  members: {
    what: "a path of members",
    expected: 'names joined by dots, such as "data.result"',
    pattern: /^(?!\$)[^./#\p{Cc}\p{Cf}\u2028\u2029]+(?:\.[^./#\p{Cc}\p{Cf}\u2028\u2029]+)*$/u,
  },
  method: {
    what: "a method that requests can use",
    expected: "one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    pattern: /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/i,
  },
  pointer: {
    what: "a JSON Pointer",
    expected: 'a path into the body such as "/error/code"',
    pattern: /^(?:\/(?:[^~/\p{Cc}]|~[01])*)+$/u,
  },
  resource: {
    what: "the name of a resource",
    expected: "words of letters, digits, - and _, joined by dots where resources nest",
    pattern: /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}_$][\p{L}\p{N}_$-]*)*$/u,
  },
}
