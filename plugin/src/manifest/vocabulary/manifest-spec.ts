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
      default: "must be given to `createClient`",
      doc: "Absolute http(s) URL. Endpoint paths are appended to it, so a path prefix survives.",
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
  later: {
    extends: "Copy what you need of the other document into this manifest.",
    servers:
      'Use `base_url`, if need be with { "env": "NAME", "default": "https://…" }, or pass `baseUrl` to `createClient`.',
  },
}

export const resource: ObjectSpec = {
  title: "a resource",
  doc: "Documentation of a group of endpoints.",
  keys: [{ name: "description", type: text(), doc: "Text of the group's doc comment." }],
}
