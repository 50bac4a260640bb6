import type { ObjectSpec } from "./key-type.ts"
import { either, list, map, object, text, type, value } from "./key-types.ts"

export const manifest: ObjectSpec = {
  title: "the manifest",
  doc: "The whole document.",
  keys: [
    { name: "$schema", type: text(), doc: "JSON Schema of this file, for completion and checks in editors." },
    { name: "name", type: text("line"), required: true, doc: "Name of the SDK; first half of `$client.user_agent`." },
    { name: "version", type: text("line"), required: true, doc: "Its version; second half of `$client.user_agent`." },
    { name: "description", type: text(), doc: "Documentation of the module." },
    {
      name: "base_url",
      type: value,
      default: "the first of `servers`; without any it must be given to `createClient`",
      doc: "Absolute http(s) URL. Endpoint paths are appended to it, so a path prefix survives.",
    },
    {
      name: "servers",
      type: map(either(text(), object("server"))),
      doc: "Named base URLs to choose from: `createClient({ server, variables })`.",
    },
    {
      name: "auth",
      type: either(object("scheme"), list(object("scheme")), map(either(object("scheme"), list(object("scheme"))))),
      default: "no credentials",
      doc: "Credentials: one scheme, a list, or named lists. All schemes of a list apply. An endpoint uses the list `default` unless it names another.",
    },
    {
      name: "defaults",
      type: object("defaults"),
      doc: "What every endpoint starts from. Maps merge by key, `false` removes.",
    },
    {
      name: "retry_policies",
      type: map(object("policy")),
      synonyms: ["policies"],
      default: "`default`: the defaults of a policy",
      doc: "Named retry policies; exported, and overridable by name in `createClient`. `default` is used where nothing else is said.",
    },
    {
      name: "rate_limits",
      type: map(object("rateLimit")),
      doc: "Named admission limits, shared by the endpoints that name them.",
    },
    {
      name: "circuit_breakers",
      type: map(object("breaker")),
      doc: "Named circuit breakers: a client's endpoints that name one share it.",
    },
    { name: "pools", type: map(object("pool")), doc: "Named connection pools." },
    {
      name: "provider",
      type: object("provider"),
      doc: "What the service says in its own words: ids of requests, quotas, codes of errors.",
    },
    { name: "resources", type: map(object("resource")), doc: "Documentation of resources by name." },
    {
      name: "endpoints",
      type: either(map(object("endpoint")), list(object("endpoint"))),
      required: true,
      doc: "Operations: a map by id, or a list of objects with `id`. Declaration order is kept.",
    },
    { name: "types", type: map(type), doc: "Named types. The order of fields is their order on the wire." },
    {
      name: "error_types",
      type: map(either(text(), object("response"))),
      doc: "Types of error bodies by status: older spelling of `defaults.responses`.",
    },
  ],
  refused: {
    middleware: "Wrap the transport that you pass to `createClient`, or name a `classify` function.",
    security: "Use `auth`: a list of schemes, or named lists.",
    security_schemes: "Use `auth`: a list of schemes, or named lists.",
    env_var: 'Use { "env": "NAME" } where the value belongs.',
    transform: "Use `alias`, `omit_if` and `codec` on types.",
    naming: "Give the endpoints that need it a `name`.",
  },
  later: { extends: "Copy what you need of the other document into this manifest." },
}

export const resource: ObjectSpec = {
  title: "a resource",
  doc: "Documentation of a group of endpoints.",
  keys: [{ name: "description", type: text(), doc: "Text of the group's doc comment." }],
}

export const server: ObjectSpec = {
  title: "a server",
  doc: "A base URL with a name; text alone is its `url`.",
  keys: [
    {
      name: "url",
      type: text(),
      required: true,
      doc: "Absolute http(s) URL; `{name}` stands for a variable in its host, port or path.",
    },
    { name: "description", type: text(), doc: "What the server is for." },
    {
      name: "variables",
      type: map(either(text(), object("serverVariable"))),
      doc: "Parts of the URL by name. Text alone is the default.",
    },
  ],
}

export const serverVariable: ObjectSpec = {
  title: "a variable of a server",
  doc: "A part of a server's URL that a client may choose.",
  keys: [
    { name: "default", type: text(), default: "must be given to `createClient`", doc: "Value where none is given." },
    { name: "enum", type: list(text()), default: "any that its place takes", doc: "Every value that there is." },
    { name: "description", type: text(), doc: "Text of the doc comment." },
  ],
}
