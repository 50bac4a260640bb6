import { readFileSync } from "node:fs"
import ts from "typescript"
import { describe, expect } from "vitest"
import { it } from "../test.ts"

const root = new URL("../../../", import.meta.url)
const page = readFileSync(new URL("docs/client.md", root), "utf8")

/** First cells of the table's rows with this head, after a section's title. */
function rowsUnder(title: string, head: string): readonly string[] {
  const section = page.slice(page.indexOf(`\n## ${title}\n`))
  const table = section.slice(section.indexOf(`\n| ${head} `)).split("\n\n", 1)[0] ?? ""
  return [...table.matchAll(/^\| `(\w+)` /gm)].map(([, name = ""]) => name)
}

/** Declarations of a source file by their names. */
function declarationsIn(file: string): ReadonlyMap<string, ts.Node> {
  const text = readFileSync(new URL(`runtime/src/${file}`, root), "utf8")
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  return new Map(
    statements.flatMap((statement) =>
      ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
        ? [[statement.name?.text ?? "", statement] as const]
        : [],
    ),
  )
}

function membersOf(file: string, name: string): readonly string[] {
  const found = declarationsIn(file).get(name) as ts.InterfaceDeclaration | ts.ClassDeclaration
  return found.members.flatMap((member) =>
    member.name && ts.isIdentifier(member.name) && !ts.isMethodDeclaration(member) ? [member.name.text] : [],
  )
}

function wordsOf(file: string, name: string): readonly string[] {
  const { type } = declarationsIn(file).get(name) as ts.TypeAliasDeclaration
  return (type as ts.UnionTypeNode).types.map((one) => ((one as ts.LiteralTypeNode).literal as ts.StringLiteral).text)
}

describe("the page of clients lists", () => {
  it.each<[name: string, title: string, head: string, members: readonly string[]]>([
    [
      "every option of createClient",
      "`createClient(options)`",
      "option",
      membersOf("core/client/client.ts", "ClientOptions"),
    ],
    ["every option of a call", "Options of a call", "option", membersOf("core/client/call-options.ts", "CallOptions")],
    ["every limit of time", "Limits of time", "limit", membersOf("core/operation/operation-spec.ts", "TimeoutSpec")],
    ["every member of an error", "`PristineError`", "member", membersOf("errors/pristine-error.ts", "PristineError")],
    ["every code of an error", "`PristineError`", "code", wordsOf("errors/pristine-error.ts", "ErrorCode")],
  ])("%s", (_, title, head, members) => {
    expect([...rowsUnder(title, head)].sort()).toEqual([...members].sort())
  })
})
