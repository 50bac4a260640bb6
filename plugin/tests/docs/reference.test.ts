import { expect } from "vitest"
import { describeApi } from "../../src/docs/describe-api.ts"
import { encodeHtml } from "../../src/docs/encode-html.ts"
import { encodeCodeSpan, encodeLinkText, encodeMarkdown } from "../../src/docs/encode-markdown.ts"
import { renderHtml } from "../../src/docs/render-html.ts"
import { renderMarkdown } from "../../src/docs/render-markdown.ts"
import { modelFrom } from "../diff/changes-of.ts"
import { it } from "../test.ts"

const model = modelFrom({
  name: "Pets",
  description: "All about pets.\n\nMore of it.",
  auth: { type: "bearer", env: "PETS_TOKEN" },
  resources: { pets: { description: "Cats and dogs." } },
  endpoints: {
    get_pet: {
      resource: "pets",
      description: "One pet.",
      deprecated: true,
      method: "GET",
      path: "/pets/{id}",
      parameters: { id: { type: "integer", description: "Its number." }, full: { type: "boolean", default: false } },
      response: "Pet",
      responses: { "404": "Problem" },
    },
    create_pet: {
      resource: "pets",
      method: "POST",
      path: "/pets",
      request: { fields: { name: { type: "string", required: true, max_length: 40 } } },
      response: "Pet",
    },
    watch: { method: "GET", path: "/events", response: "Pet", streaming: true },
    ping: { method: "DELETE", path: "/ping", response: "void" },
  },
  types: {
    Pet: {
      description: "A pet.",
      required: ["id"],
      fields: {
        id: "integer",
        status: { type: "Status", default: "sold" },
        tags: { type: "array", items: "string", min_items: 1, alias: "Tags" },
        friends: { type: "array", items: "Pet" },
      },
    },
    Status: { enum: ["available", "sold"] },
    Problem: { fields: { detail: { type: "string", nullable: true } } },
  },
})

it("describes an API in Markdown", () => {
  expect(renderMarkdown(describeApi(model))).toMatchInlineSnapshot(`
    "<a id="top"></a>

    # Pets

    Version 1.0.0

    All about pets.

    More of it.

    Base URL: \`https://pets.test\`

    <a id="resource-pets"></a>

    ## pets

    Cats and dogs.

    <a id="operation-pets.get"></a>

    ### \`api.pets.get\`

    Deprecated.

    One pet.

    \`GET /pets/{id}\`

    | Name | Type | Required | Sent in | Description |
    | --- | --- | --- | --- | --- |
    | \`id\` | integer | yes | path | Its number. |
    | \`full\` | boolean | no | query | default \`false\` |

    Gives [Pet](#type-Pet).

    | Status | Error |
    | --- | --- |
    | \`404\` | [Problem](#type-Problem) |

    Credentials: a bearer token from the variable PETS\\_TOKEN.

    <a id="operation-pets.create"></a>

    ### \`api.pets.create\`

    \`POST /pets\`

    | Name | Type | Required | Sent in | Description |
    | --- | --- | --- | --- | --- |
    | \`name\` | string | yes | body | characters: at most \`40\` |

    Gives [Pet](#type-Pet).

    Credentials: a bearer token from the variable PETS\\_TOKEN.

    <a id="resource-"></a>

    ## Operations

    <a id="operation-watch"></a>

    ### \`api.watch\`

    \`GET /events\`

    Takes no input.

    Gives a stream of events, each [Pet](#type-Pet).

    Credentials: a bearer token from the variable PETS\\_TOKEN.

    <a id="operation-ping"></a>

    ### \`api.ping\`

    \`DELETE /ping\`

    Takes no input.

    Gives nothing.

    Credentials: a bearer token from the variable PETS\\_TOKEN.

    <a id="types"></a>

    ## Types

    <a id="type-Pet"></a>

    ### \`Pet\`

    A pet.

    | Name | Type | Required | Description |
    | --- | --- | --- | --- |
    | \`id\` | integer | yes |  |
    | \`status\` | [Status](#type-Status) | no | default \`"sold"\` |
    | \`tags\` | list of string | no | items: at least \`1\`; on the wire \`Tags\` |
    | \`friends\` | list of [Pet](#type-Pet) | no |  |

    <a id="type-Status"></a>

    ### \`Status\`

    One of:

    - \`"available"\`
    - \`"sold"\`

    <a id="type-Problem"></a>

    ### \`Problem\`

    | Name | Type | Required | Description |
    | --- | --- | --- | --- |
    | \`detail\` | string or \`null\` | no |  |
    "
  `)
})

it("describes the same on a page, with a table of contents", () => {
  const html = renderHtml(describeApi(model))
  const links = [...html.matchAll(/<li class="level-\d"><a href="#([^"]*)">([^<]*)/g)].map(
    ([, to, text]) => `${to ?? ""} ${text ?? ""}`,
  )
  expect(links).toEqual([
    "top Pets",
    "resource-pets pets",
    "operation-pets.get pets.get",
    "operation-pets.create pets.create",
    "resource- Operations",
    "operation-watch watch",
    "operation-ping ping",
    "types Types",
    "type-Pet Pet",
    "type-Status Status",
    "type-Problem Problem",
  ])
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
  expect(ids).toEqual(expect.arrayContaining(targets))
  expect(new Set(ids).size).toBe(ids.length)
  expect(html).not.toMatch(/<script|<link|src=|@import|url\(/)
})

it.each([
  ["a line\nand   another", "a line and another"],
  ["a_b * c", String.raw`a\_b \* c`],
  ["# no heading", String.raw`\# no heading`],
  ["1. no list", String.raw`1\. no list`],
  ["version 1.2.3 - fine!", "version 1.2.3 - fine!"],
  ["https://x.test", String.raw`https\://x.test`],
])("encodes %j as Markdown", (text, want) => {
  expect(encodeMarkdown(text)).toBe(want)
})

it.each([
  ["a", "`a`"],
  ["a`b", "``a`b``"],
  ["`a", "`` `a ``"],
  ["a|b", "`a|b`"],
  ["", "` `"],
])("encodes %j as a code span", (text, want) => {
  expect(encodeCodeSpan(text)).toBe(want)
})

it("writes code with a column mark as an element within a table", () => {
  expect(encodeCodeSpan("a|b", true)).toBe("<code>a&#124;b</code>")
})

it.each([
  ["Pet_Shop", "Pet_Shop"],
  ["_a_ [b]", "&#95;a&#95; &#91;b&#93;"],
])("encodes %j as the text of a link", (text, want) => {
  expect(encodeLinkText(text)).toBe(want)
})

it("encodes HTML", () => {
  expect(encodeHtml(`<a href="x" title='y'>&\u202e`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\\u202e")
})

it("lists the fields of objects without a name, and the types of events", () => {
  const nested = modelFrom({
    name: "Nested",
    endpoints: {
      make: {
        method: "POST",
        path: "/a",
        request: { fields: { owner: { fields: { name: { type: "string", required: true } } } } },
        response: {
          type: "array",
          items: { fields: { tags: { type: "map", items: { fields: { color: "string" } } } } },
        },
        responses: { 400: { type: { fields: { detail: "string" } } } },
      },
      watch: {
        method: "GET",
        path: "/b",
        streaming: true,
        event_types: ["born", "sold"],
        response: { any_of: ["string", { fields: { price: "number" } }] },
      },
    },
  })
  const text = renderMarkdown(describeApi(nested))
  for (const line of [
    "| `owner` | object | no | body |  |",
    "| `owner.name` | string | yes | body |  |",
    "| `[].tags` | map of object | no |  |",
    "| `[].tags{}.color` | string | no |  |",
    "In `400`:\n\n| Name | Type | Required | Description |\n| --- | --- | --- | --- |\n| `detail` | string | no |  |",
    "Gives a stream of the events `born`, `sold`, each string or object.",
    "| `(2).price` | number | no |  |",
  ])
    expect(text).toContain(line)
})
