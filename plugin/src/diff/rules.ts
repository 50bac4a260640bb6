import type { ChangeLevel, Flow } from "./change.ts"

/** What a sentence about a change is made of. */
export interface RuleParams {
  /** `pets.get`, `Pet.name`, `the body of pets.create`. */
  readonly what: string
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface Rule {
  /** One level, or one for each way that a value travels. */
  readonly level: ChangeLevel | Readonly<Record<Flow, ChangeLevel>>
  /** What the rule is about, in a few words. */
  readonly summary: string
  readonly says: (params: RuleParams) => string
}

/** A permanent id of a kind of change. */
export type RuleId =
  | "operation-added"
  | "operation-removed"
  | "operation-renamed"
  | "operation-kind"
  | "operation-deprecated"
  | "server-only"
  | "no-server-only"
  | "request-line"
  | "parameter-place"
  | "required-body-added"
  | "optional-body-added"
  | "body-removed"
  | "body-became-required"
  | "body-became-optional"
  | "body-form"
  | "result-added"
  | "result-removed"
  | "status-added"
  | "status-removed"
  | "stream-format"
  | "event-type-added"
  | "event-type-removed"
  | "answer-wrapping"
  | "auth-added"
  | "auth-removed"
  | "behavior-changed"
  | "base-url"
  | "server-added"
  | "server-removed"
  | "server-changed"
  | "type-added"
  | "type-removed"
  | "type-changed"
  | "type-widened"
  | "type-narrowed"
  | "enum-member-added"
  | "enum-member-removed"
  | "variant-added"
  | "variant-removed"
  | "null-added"
  | "null-removed"
  | "constraint-loosened"
  | "constraint-tightened"
  | "constraint-changed"
  | "codec-changed"
  | "coercion-changed"
  | "required-field-added"
  | "optional-field-added"
  | "field-removed"
  | "field-became-required"
  | "field-became-optional"
  | "field-wire-name"
  | "field-alias"
  | "default-added"
  | "default-changed"
  | "omit-null-added"
  | "omit-null-removed"
  | "object-opened"
  | "object-closed"
  | "secret-changed"
  | "documentation-changed"
  | "version-changed"

/** A service that takes more is no trouble; one that gives more is. */
const widens = { request: "additive", response: "breaking" } as const
const narrows = { request: "breaking", response: "additive" } as const

/**
 * Every kind of change with its level. Ids are permanent: suppressions in continuous integration name them.
 *
 * Readers are tolerant, so a new member of an enum, a new field and a new status are additive for them: the generated types
 * of answers have room for them. They are not tolerant of what is missing.
 */
export const rules: Readonly<Record<RuleId, Rule>> = {
  "operation-added": rule("additive", "An operation is new", (p) => `${p.what} is new.`),
  "operation-removed": rule("breaking", "An operation is gone", (p) => `${p.what} is gone.`),
  "operation-renamed": rule(
    "breaking",
    "An operation has another name",
    (p) => `${p.what} is now called ${p.to ?? ""}.`,
  ),
  "operation-kind": rule(
    "breaking",
    "An operation gives something else",
    (p) => `${p.what} was ${p.from ?? ""} and is ${p.to ?? ""}.`,
  ),
  "operation-deprecated": rule(
    "cosmetic",
    "An operation or type is (no longer) deprecated",
    (p) => `${p.what} is ${p.to ?? ""}.`,
  ),
  "server-only": rule("breaking", "An operation is for servers only", (p) => `${p.what} is for servers only.`),
  "no-server-only": rule(
    "additive",
    "An operation is no longer for servers only",
    (p) => `${p.what} may be called in browsers, too.`,
  ),
  "request-line": rule(
    "breaking",
    "Method or path are others",
    (p) => `${p.what} goes to ${p.to ?? ""}, not to ${p.from ?? ""}.`,
  ),
  "parameter-place": rule(
    "breaking",
    "A parameter travels elsewhere",
    (p) => `${p.what} is sent as ${p.to ?? ""}, not as ${p.from ?? ""}.`,
  ),
  "required-body-added": rule(
    "breaking",
    "A required body is new",
    (p) => `${p.what} takes a body that callers must give.`,
  ),
  "optional-body-added": rule("additive", "An optional body is new", (p) => `${p.what} takes a body.`),
  "body-removed": rule("breaking", "A body is gone", (p) => `${p.what} takes no body any more.`),
  "body-became-required": rule("breaking", "A body became required", (p) => `The body of ${p.what} must be given.`),
  "body-became-optional": rule("additive", "A body became optional", (p) => `The body of ${p.what} may be left out.`),
  "body-form": rule(
    "breaking",
    "A body is written in another form",
    (p) => `The body of ${p.what} is ${p.to ?? ""}, not ${p.from ?? ""}.`,
  ),
  "result-added": rule("additive", "An answer has a body now", (p) => `${p.what} gives ${p.to ?? ""}.`),
  "result-removed": rule("breaking", "An answer has no body any more", (p) => `${p.what} gives nothing any more.`),
  "status-added": rule("additive", "A status is declared", (p) => `${p.what} declares the status ${p.to ?? ""}.`),
  "status-removed": rule(
    "breaking",
    "A status is no longer declared",
    (p) => `${p.what} no longer declares the status ${p.from ?? ""}.`,
  ),
  "stream-format": rule(
    "breaking",
    "A stream has another format",
    (p) => `${p.what} streams ${p.to ?? ""}, not ${p.from ?? ""}.`,
  ),
  "event-type-added": rule(
    "additive",
    "A stream hands out more events",
    (p) => `${p.what} also hands out ${p.to ?? ""}.`,
  ),
  "event-type-removed": rule(
    "breaking",
    "A stream hands out fewer events",
    (p) => `${p.what} no longer hands out ${p.from ?? ""}.`,
  ),
  "answer-wrapping": rule(
    "breaking",
    "An answer is wrapped otherwise",
    (p) => `${p.what} reads its value from ${p.to ?? ""}, not from ${p.from ?? ""}.`,
  ),
  "auth-added": rule("additive", "Another way to authenticate", (p) => `${p.what} also takes ${p.to ?? ""}.`),
  "auth-removed": rule(
    "breaking",
    "A way to authenticate is gone",
    (p) => `${p.what} no longer takes ${p.from ?? ""}.`,
  ),
  "behavior-changed": rule("additive", "The client behaves differently", (p) => `${p.what} has changed.`),
  "base-url": rule(
    "breaking",
    "Requests go to another host",
    (p) => `The base URL is ${p.to ?? ""}, not ${p.from ?? ""}.`,
  ),
  "server-added": rule("additive", "A server is new", (p) => `The server ${p.what} is new.`),
  "server-removed": rule("breaking", "A server is gone", (p) => `The server ${p.what} is gone.`),
  "server-changed": rule(
    "breaking",
    "A server has another URL or other variables",
    (p) => `The server ${p.what} has changed.`,
  ),
  "type-added": rule("additive", "A named type is new", (p) => `The type ${p.what} is new.`),
  "type-removed": rule("breaking", "A named type is gone", (p) => `The type ${p.what} is gone.`),
  "type-changed": rule(
    "breaking",
    "A value is of another type",
    (p) => `${p.what} is ${p.to ?? ""}, not ${p.from ?? ""}.`,
  ),
  "type-widened": rule(
    widens,
    "A value may be more than before",
    (p) => `${p.what} is ${p.to ?? ""}, and was ${p.from ?? ""}.`,
  ),
  "type-narrowed": rule(
    narrows,
    "A value may be less than before",
    (p) => `${p.what} is ${p.to ?? ""}, and was ${p.from ?? ""}.`,
  ),
  "enum-member-added": rule("additive", "An enum has another member", (p) => `${p.what} gained ${p.to ?? ""}.`),
  "enum-member-removed": rule(
    narrows,
    "A member of an enum is gone",
    (p) => `${p.what} can no longer be ${p.from ?? ""}.`,
  ),
  "variant-added": rule(widens, "A union has another variant", (p) => `${p.what} may be ${p.to ?? ""}.`),
  "variant-removed": rule(
    narrows,
    "A variant of a union is gone",
    (p) => `${p.what} can no longer be ${p.from ?? ""}.`,
  ),
  "null-added": rule(widens, "A value may be null", (p) => `${p.what} may be null.`),
  "null-removed": rule(narrows, "A value may no longer be null", (p) => `${p.what} can no longer be null.`),
  "constraint-loosened": rule(
    widens,
    "A limit of a value is wider",
    (p) => `${p.what}: ${p.from ?? "no limit"} is now ${p.to ?? "no limit"}.`,
  ),
  "constraint-tightened": rule(
    narrows,
    "A limit of a value is narrower",
    (p) => `${p.what}: ${p.from ?? "no limit"} is now ${p.to ?? "no limit"}.`,
  ),
  "constraint-changed": rule(
    "breaking",
    "A value has another pattern or format",
    (p) => `${p.what}: ${p.from ?? ""} is now ${p.to ?? ""}.`,
  ),
  "coercion-changed": rule(
    "additive",
    "Text is read as a number or boolean, or no longer",
    (p) => `${p.what} ${p.to ?? ""} from text.`,
  ),
  "codec-changed": rule(
    "breaking",
    "A value is decoded differently",
    (p) => `${p.what} has ${p.to ?? "no codec"}, and had ${p.from ?? "none"}.`,
  ),
  "required-field-added": rule(narrows, "A required field is new", (p) => `${p.what} is new and required.`),
  "optional-field-added": rule("additive", "An optional field is new", (p) => `${p.what} is new.`),
  "field-removed": rule("breaking", "A field is gone", (p) => `${p.what} is gone.`),
  "field-became-required": rule(narrows, "A field became required", (p) => `${p.what} is required.`),
  "field-became-optional": rule(widens, "A field became optional", (p) => `${p.what} may be missing.`),
  "field-wire-name": rule(
    "breaking",
    "A field has another name on the wire",
    (p) => `${p.what} is ${p.to ?? ""} on the wire, not ${p.from ?? ""}.`,
  ),
  "field-alias": rule(
    "additive",
    "A field is read under other names, too",
    (p) => `${p.what} is read from ${p.to ?? ""}.`,
  ),
  "default-added": rule("additive", "A default is new", (p) => `${p.what} is ${p.to ?? ""} where it is left out.`),
  "default-changed": rule(
    "breaking",
    "A default is another",
    (p) => `${p.what} is ${p.to ?? "nothing"} where it is left out, not ${p.from ?? "nothing"}.`,
  ),
  "omit-null-added": rule("additive", "Null means absent", (p) => `null means that ${p.what} is absent.`),
  "omit-null-removed": rule(
    "breaking",
    "Null no longer means absent",
    (p) => `null no longer means that ${p.what} is absent.`,
  ),
  "object-opened": rule(
    "additive",
    "An object takes undeclared fields",
    (p) => `${p.what} may have fields that are not declared.`,
  ),
  "object-closed": rule(
    "breaking",
    "An object takes no undeclared fields",
    (p) => `${p.what} can no longer have fields that are not declared.`,
  ),
  "secret-changed": rule("additive", "A value is (no longer) secret", (p) => `${p.what} is ${p.to ?? ""}.`),
  "documentation-changed": rule("cosmetic", "A text is another", (p) => `${p.what} is described differently.`),
  "version-changed": rule(
    "cosmetic",
    "Name or version are others",
    (p) => `${p.what} was ${p.from ?? ""} and is ${p.to ?? ""}.`,
  ),
}

/** The level of a change; the worse one where a value travels both ways. */
export function levelOf(id: RuleId, flow: Flow | undefined): ChangeLevel {
  const { level } = rules[id]
  if (typeof level === "string") return level
  if (flow !== undefined) return level[flow]
  return level.request === "breaking" || level.response === "breaking" ? "breaking" : "additive"
}

function rule(level: Rule["level"], summary: string, says: Rule["says"]): Rule {
  return { level, summary, says }
}
