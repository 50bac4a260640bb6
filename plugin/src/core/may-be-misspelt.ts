import type { ApiModel } from "../model/api-model.ts"

const IMPORT = /\bimport\b([^"'`;]*?)\bfrom\s*["']([^"']+)["']/g
const NAME = String.raw`[\p{ID_Continue}$]+`
const MEMBER = new RegExp(String.raw`(${NAME})\s*[?!]?\s*\.\s*(?=(${NAME}))`, "gu")
/** A part of an API that gets another name, whole: no call and no further member follows. */
const ASSIGNED = new RegExp(String.raw`=\s*(${NAME})(?:\s*\.\s*${NAME})*(?![\p{ID_Continue}$]|\s*[?!]?\s*[.(])`, "gu")
const ELEMENT = new RegExp(String.raw`(${NAME})\s*\[`, "gu")

/**
 * A first look at a text that imports a manifest, without a parser: whether some resource is followed by a member that it does
 * not have, or is put under another name. It may suspect what is right; a plain chain that is wrong it does not miss.
 */
export function mayBeMisspelt(text: string, manifest: string, { operations }: ApiModel): boolean {
  const following = new Map<string, Set<string>>()
  const follow = (name: string, next: string): void => {
    following.set(name, (following.get(name) ?? new Set()).add(next))
  }
  const clauses = [...text.matchAll(IMPORT)].filter(([, , specifier = ""]) => specifier.endsWith(manifest))
  // Whatever a clause names stands for the API or for a part of it; `default` is one of its words, too.
  const locals = clauses.flatMap(([, clause = ""]) => clause.match(new RegExp(NAME, "gu")) ?? [])
  for (const { resource, name } of operations) {
    const path = [...resource, name]
    for (const local of ["default", ...locals]) follow(local, path[0] ?? "")
    path.slice(0, -1).forEach((each, index) => follow(each, path[index + 1] ?? ""))
  }
  // `pets.pristine.json` is no member of the resource `pets`, nor of what is imported as `pets`.
  const code = text.replaceAll(manifest, "")
  const isPart = ([, name = ""]: RegExpMatchArray): boolean => following.has(name)
  return (
    /\bbind\s*\(/.test(code) ||
    [...code.matchAll(ASSIGNED)].some(isPart) ||
    [...code.matchAll(ELEMENT)].some(isPart) ||
    [...code.matchAll(MEMBER)].some(([, name = "", next = ""]) => following.get(name)?.has(next) === false)
  )
}
