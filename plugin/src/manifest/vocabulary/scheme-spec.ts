import type { ObjectSpec } from "./key-type.ts"
import { choice, flag, text, value } from "./key-types.ts"

export const scheme: ObjectSpec = {
  title: "a credential scheme",
  doc: "One credential of a request.",
  keys: [
    {
      name: "type",
      type: choice("api_key", "bearer", "basic", "oauth2"),
      required: true,
      doc: "`bearer` and `oauth2` send `Authorization: Bearer`; for `oauth2` a `source` or the client's credential obtains the token.",
    },
    { name: "header", type: text("header"), default: "X-API-Key", doc: "Header of an `api_key`." },
    { name: "query", type: text(), doc: "Query parameter of an `api_key`, in place of a header." },
    { name: "cookie", type: text("header"), doc: "Cookie of an `api_key`, in place of a header." },
    {
      name: "env",
      type: text("env"),
      doc: "Environment variable that holds the secret, read at run time; for `basic`, `user:password`.",
    },
    { name: "username", type: value, doc: '`{ "env": "NAME" }` of a `basic` user name.' },
    { name: "password", type: value, doc: '`{ "env": "NAME" }` of a `basic` password.' },
    {
      name: "pattern",
      type: text("pattern"),
      doc: "What a secret looks like; another one is refused before anything is sent.",
    },
    {
      name: "server",
      type: flag,
      default: "false",
      doc: "For servers only: so are the operations that cannot do without this credential.",
    },
    { name: "source", type: text("code"), doc: "Token source: turns the credential into a token and its end of life." },
  ],
  refused: {
    env_var: 'Use "env".',
    prefix: "`bearer` writes `Bearer ` itself; for another prefix put it into the secret, or use a `source`.",
    scopes: "Scopes belong to the `source` that obtains the token.",
  },
}
