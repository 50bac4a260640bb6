/** One generated module: a part of one manifest. */
export interface ModuleId {
  /** Path of the manifest. */
  readonly file: string
  /** `root`, `operations`, `resource:pets`, `schemas`, … */
  readonly part: string
  /** Member chains of `api` that the importer uses (`pets.get`); absent: all of it. Only roots carry them. */
  readonly keep?: readonly string[]
}

/**
 * How generated modules are named among the modules of a host. Rollup-like hosts append `.js`: there an id that ends in
 * `.json`, or has `.json?` in it, is parsed as JSON or left out of Vite's import analysis. The others keep the real
 * path, so that relative imports, nested `node_modules` and watching are the file's own.
 */
export interface ModuleIds {
  /** A manifest's path or specifier, without a query: `?raw` and `?url` keep their meaning. */
  readonly manifest: RegExp
  /** Ids of generated modules. */
  readonly generated: RegExp
  /** Specifiers that lead to a generated module: a manifest, or the id or url of a generated module itself. */
  readonly owned: RegExp
  format(id: ModuleId): string
  /** `undefined`: not an id of a generated module. */
  parse(id: string): ModuleId | undefined
}

const QUERY = String.raw`\?pristine=([^?&#]*)(?:&keep=([^?&#]*))?`

/** Names modules of manifests with these endings; `appended` comes after the manifest's path. */
export function createModuleIds(endings: readonly string[], appended: "" | ".js"): ModuleIds {
  const ending = `(?:${endings.map(escapePattern).join("|")})`
  const suffix = escapePattern(appended)
  const parts = new RegExp(`^(.*${ending})${suffix}(?:${QUERY})?$`)
  return {
    manifest: new RegExp(`${ending}$`),
    generated: new RegExp(`${ending}${suffix}(?:${QUERY})?$`),
    owned: new RegExp(`${ending}(?:${suffix}(?:${QUERY})?)?$`),
    format({ file, part, keep }) {
      if (part === "root" && !keep) return file + appended
      return `${file}${appended}?pristine=${encodeURI(part)}${keep ? `&keep=${encodeURI(keep.join(","))}` : ""}`
    },
    parse(id) {
      const [, file, part = "root", keep] = parts.exec(id) ?? []
      if (file === undefined) return undefined
      const used = keep === undefined ? undefined : decodeURI(keep).split(",").filter(Boolean)
      return { file, part: decodeURI(part), ...(used && { keep: used }) }
    },
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
