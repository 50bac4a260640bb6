import { marked } from "marked"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { launchChromium } from "../../../playground/tests/launch-chromium.ts"
import { escapeControls } from "../../src/diagnostics/quote-text.ts"
import { describeApi } from "../../src/docs/describe-api.ts"
import type { ApiDocument, Inline } from "../../src/docs/document.ts"
import { renderHtml } from "../../src/docs/render-html.ts"
import { renderMarkdown } from "../../src/docs/render-markdown.ts"
import { places } from "../codegen/models/every-text.ts"
import { payloads } from "../codegen/payloads.ts"
import { it } from "../test.ts"

/** Text that tries to become markup, in one format or the other. */
const markup: readonly (readonly [name: string, text: string])[] = [
  ["a script", "<script>globalThis.INJECTED = 1</script>"],
  ["an image", '<img src=x onerror="globalThis.INJECTED = 1">'],
  ["the end of an attribute", `" onmouseover="globalThis.INJECTED = 1" x='`],
  ["the end of a title", "</title><script>globalThis.INJECTED = 1</script>"],
  ["an entity", "&lt;b&gt; &#60;i&#62; &amp;"],
  ["a link", "[click](javascript:globalThis.INJECTED=1) <javascript:alert(1)> ![x](http://example.com/x.png)"],
  ["a reference", "[a]: http://example.com\n[a]"],
  ["emphasis", "*a* **b** _c_ __d__ ~~e~~ `f`"],
  ["a heading", "# a\n## b\na\n==="],
  ["a list", "- a\n+ b\n* c\n1. d\n2) e"],
  ["a quote", "> a"],
  ["a table", "a | b\n--- | ---\nc | d"],
  ["backticks", "`a ``b`` ```c"],
  ["a fence", "```\na\n```\n~~~\nb"],
  ["indented code", "    a\n\tb"],
  ["addresses", "http://example.com www.example.com mailto:a@example.com a@example.com"],
  ["a backslash before markup", "\\*a\\* \\\\[b](c) \\|"],
  ["a rule", "---"],
]
/** Without the empty one, which is no paragraph, and the long one, which costs the Markdown parser half a minute. */
const texts = [...payloads.filter(([, text]) => text.trim() !== "" && text.length < 10_000), ...markup]
const harmless = "PLACEHOLDER7"

/** What a parser made of a page: its elements with their attributes, and its text without spaces. */
interface Parsed {
  readonly elements: readonly string[]
  readonly text: string
}

const textOf = (content: readonly Inline[]): string =>
  content.map((part) => (typeof part === "string" ? part : "code" in part ? part.code : part.text)).join("")

/** The text that a document is to show, without spaces; told apart from how it is written. */
function shownText({ blocks }: ApiDocument): string {
  const lines = blocks.map((block) => {
    if (block.kind === "heading") return block.text
    if (block.kind === "paragraph") return textOf(block.content)
    if (block.kind === "list") return block.items.map(textOf).join("")
    return block.head.join("") + block.rows.flat().map(textOf).join("")
  })
  return escapeControls(lines.join("").replaceAll(/\s/g, ""))
}

describe("a reference of text that tries to become markup", () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await launchChromium()
    page = await browser.newPage()
  }, 120_000)

  afterAll(() => browser.close())

  const parse = (pages: readonly string[]): Promise<readonly Parsed[]> =>
    page.evaluate((sources) => {
      return sources.map((source) => {
        const { body } = new DOMParser().parseFromString(source, "text/html")
        const main = body.querySelector("main") ?? body
        const elements = [...body.querySelectorAll("*")].map((element) => {
          const names = [...element.attributes].map(({ name }) => name)
          const href = element.getAttribute("href")
          return [element.tagName, ...names, href !== null && !href.startsWith("#") ? href : ""].join(" ")
        })
        return { elements, text: (main.textContent || "").replaceAll(/\s/g, "") }
      })
    }, pages)

  it.each<[name: string, render: (document: ApiDocument) => string]>([
    ["as HTML", renderHtml],
    ["as Markdown", (document) => marked.parse(renderMarkdown(document))],
  ])("shows it and stays what it was, %s", async (_, render) => {
    for (const [place, model] of places) {
      const documents = texts.map(([name, text]) => ({ name: `${place}: ${name}`, document: describeApi(model(text)) }))
      const [plain] = await parse([render(describeApi(model(harmless)))])
      const found = await parse(documents.map(({ document }) => render(document)))
      for (const [index, { name, document }] of documents.entries()) {
        expect(found[index]?.text, name).toBe(shownText(document))
        expect(found[index]?.elements, name).toEqual(plain?.elements)
      }
    }
  })

  it("runs nothing and fetches nothing", async () => {
    const asked: string[] = []
    page.on("request", (request) => asked.push(request.url()))
    for (const [, model] of places) {
      await page.setContent(
        renderHtml(describeApi(model("</p><script>globalThis.INJECTED = 1</script><img src='http://example.com/x'>"))),
      )
      expect(await page.evaluate(() => "INJECTED" in globalThis)).toBe(false)
    }
    expect(asked).toEqual([])
  })
})
