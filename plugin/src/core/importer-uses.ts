/** Prints source text as plain JavaScript, one statement a line: esbuild's `transform`, Bun's `Transpiler`. */
export type Print = (code: string, options: PrintOptions) => Promise<{ readonly code: string }>

export interface PrintOptions {
  readonly loader: "js" | "jsx" | "ts" | "tsx"
  readonly jsx: "preserve"
  readonly charset: "utf8"
  readonly legalComments: "none"
  readonly define?: Record<string, string>
}

/** A text that imports a manifest. */
export interface Importer {
  readonly code: string
  readonly loader: PrintOptions["loader"]
  /** The manifest, as the importer writes it. */
  readonly specifier: string
}

/**
 * What `readUses` finds, or `undefined` where esbuild cannot print the text: another plugin prepares it, or it exports
 * the import's binding. Both mean that all of the manifest has to stay.
 */
export async function findUses(importer: Importer, print: Print): Promise<readonly string[] | undefined> {
  return readUses(importer, print).catch(() => undefined)
}

/**
 * Member chains of a manifest's default export that an importer's text uses: `["pets.get", "pets.list.raw"]`. Those of a
 * named import stand behind a star: `*.pets.get`; one that is also used otherwise has none, and stays whole.
 * `undefined`: some other use (an alias, destructuring, `import()`, a re-export), so all of it has to stay.
 *
 * The text is printed twice. The first print leaves plain import statements. For the second one the import is taken
 * out, which makes its binding a global, and `define` renames exactly the places that mean it: neither strings nor
 * shadowing variables mislead.
 */
async function readUses(importer: Importer, print: Print): Promise<readonly string[] | undefined> {
  const options = { jsx: "preserve", charset: "utf8", legalComments: "none" } as const
  const plain = await print(importer.code, { ...options, loader: importer.loader })
  const imports = findImports(plain.code, importer.specifier)
  if (!imports) return undefined
  const bindings = imports.flatMap(({ bindings }) => bindings)
  const marker = chooseMarker(plain.code)
  const global = await print(cut(plain.code, imports), {
    ...options,
    loader: importer.loader === "tsx" || importer.loader === "jsx" ? "jsx" : "js",
    define: Object.fromEntries(bindings.map(({ local, imported }) => [local, `${marker}.${imported}`])),
  })
  return readChains(global.code, marker)
}

interface ImportStatement {
  readonly start: number
  readonly end: number
  readonly bindings: readonly { readonly local: string; readonly imported: string }[]
}

const IDENTIFIER = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`
const IMPORT = /^import\s+([^"';]*?)\s*from\s*"((?:[^"\\\n]|\\.)*)"[^;\n]*;?/gmu
const NAMESPACE = new RegExp(String.raw`(?:^|,)\s*\*\s*as\s+(${IDENTIFIER})\s*$`, "u")
const DEFAULT = new RegExp(String.raw`^(${IDENTIFIER})\s*(?:,|$)`, "u")
const NAMED = new RegExp(String.raw`(?<=[{,]\s*)(${IDENTIFIER})(?:\s+as\s+(${IDENTIFIER}))?(?=\s*[,}])`, "gu")

/** `undefined`: the specifier stands nowhere, or also where this does not look, in a re-export or an `import()`. */
function findImports(code: string, specifier: string): readonly ImportStatement[] | undefined {
  const literal = JSON.stringify(specifier)
  const statements = [...code.matchAll(IMPORT)].filter((match) => `"${match[2] ?? ""}"` === literal)
  if (statements.length === 0 || code.split(literal).length - 1 !== statements.length) return undefined
  return statements.map((match) => {
    const clause = match[1] ?? ""
    const defaults = [DEFAULT.exec(clause)].flatMap((found) => found?.[1] ?? [])
    const list = clause.includes("{") ? clause.slice(clause.indexOf("{")) : ""
    const namespaces = [NAMESPACE.exec(clause)].flatMap((found) => found?.[1] ?? [])
    return {
      start: match.index,
      end: match.index + match[0].length,
      bindings: [
        ...defaults.map((local) => ({ local, imported: "main" })),
        ...namespaces.map((local) => ({ local, imported: "namespace" })),
        ...[...list.matchAll(NAMED)].map(([, name = "", local = name]) => ({
          local,
          imported: name === "default" ? "main" : `named.${name}`,
        })),
      ],
    }
  })
}

function chooseMarker(code: string): string {
  let marker = "$pristine"
  while (code.includes(marker)) marker += "_"
  return marker
}

function cut(code: string, statements: readonly ImportStatement[]): string {
  return statements.toReversed().reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), code)
}

function readChains(code: string, marker: string): readonly string[] | undefined {
  const chain = new RegExp(String.raw`${marker.replaceAll("$", String.raw`\$`)}((?:\.${IDENTIFIER})+)`, "gu")
  const chains = new Set<string>()
  const whole = new Set<string>()
  for (const [, members = ""] of code.matchAll(chain)) {
    const [, imported = "", ...rest] = members.split(".")
    if (imported === "main" || (imported === "namespace" && rest[0] === "default")) {
      const path = imported === "main" ? rest : rest.slice(1)
      if (path.length === 0) return undefined
      chains.add(path.join("."))
    } else if (rest.length === 0) {
      return undefined
    } else if (rest.length === 1) {
      whole.add(rest.join("."))
    } else {
      chains.add(["*", ...rest].join("."))
    }
  }
  return [...chains].filter((path) => !whole.has(/^\*\.([^.]+)/.exec(path)?.[1] ?? "")).sort()
}
