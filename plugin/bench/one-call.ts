import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { loadManifest } from "../src/manifest/index.ts"
import { subjects, type Subject } from "./documents.ts"
import { bundleForRun, cacheFolder, peersFolder } from "./folders.ts"

/** A program that makes one call with a client that somebody generated. */
export interface Program {
  readonly name: string
  readonly file: string
  /** The same with all that there is, for what loads a whole client. */
  readonly whole: string
}

/** A GET with parameters in its path, by its id in the document. */
const calls: Readonly<Record<string, { readonly id: string; readonly path: string; readonly input: object }>> = {
  petstore: { id: "getPetById", path: "/pet/{petId}", input: { petId: 1 } },
  github: { id: "repos_get", path: "/repos/{owner}/{repo}", input: { owner: "a", repo: "b" } },
}

/** Generates the clients of a document and writes a program for each. */
export async function programsOf(subject: Subject): Promise<readonly Program[]> {
  const { name, document, manifest } = subject
  const { id, path, input } = calls[name] ?? raise(`No call of ${name}`)
  const folder = join(cacheFolder, "programs", name)
  mkdirSync(folder, { recursive: true })
  const emit = (script: string, out: string, ...more: readonly string[]): string => {
    const target = join(folder, out)
    if (!existsSync(target)) execFileSync(process.execPath, [script, document, target, ...more], { cwd: cacheFolder })
    return target
  }
  const peer = (script: string): string => join(peersFolder, `${script}.mjs`)
  const heyApi = emit(peer("emit-hey-api"), "hey-api")
  const heyValibot = emit(peer("emit-hey-api"), "hey-api-valibot", "valibot")
  const orval = emit(peer("emit-orval"), "orval")
  const kubb = emit(peer("emit-kubb"), "kubb")
  const types = emit(peer("emit-openapi-typescript"), "types")
  execFileSync(process.execPath, [await bundleForRun("emit-pristine.ts"), manifest, folder, "types"])
  const { model } = loadManifest(readFileSync(manifest, "utf8"), manifest)
  const operation = model?.operations.find((each) => each.id === id) ?? raise(`${name} has no ${id}`)
  const flat = id.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase())
  const given = JSON.stringify(input)
  const program = (peerName: string, from: string, named: string, call: string): Program => {
    const file = join(folder, `${peerName}.ts`)
    const whole = join(folder, `${peerName}-whole.ts`)
    writeFileSync(file, `import ${named} from "${from}"\nexport const run = () => ${call}\n`)
    writeFileSync(whole, `import * as all from "${from}"\nexport const run = (name: string) => all[name as never]\n`)
    return { name: peerName, file, whole }
  }
  const kubbFile = readdirSync(join(kubb, "clients"), { recursive: true, encoding: "utf8" }).find((file) => {
    return file.toLowerCase().endsWith(`${flat.toLowerCase()}.ts`)
  })
  const args = Object.values(input)
    .map((value) => JSON.stringify(value))
    .join(", ")
  return [
    program(
      "pristine",
      `./${basename(manifest)}`,
      "api",
      `api.${[...operation.resource, operation.name].join(".")}(${given})`,
    ),
    program("hey-api", `${heyApi}/sdk.gen`, `{ ${flat} }`, `${flat}({ path: ${given} })`),
    program("hey-api-valibot", `${heyValibot}/sdk.gen`, `{ ${flat} }`, `${flat}({ path: ${given} })`),
    program("orval", `${orval}/api`, `{ ${flat} }`, `${flat}(${args})`),
    program(
      "kubb",
      `${kubb}/clients/${kubbFile?.replace(/\.ts$/, "") ?? raise("kubb")}`,
      `{ ${flat} }`,
      `${flat}(${args})`,
    ),
    openapiFetch(folder, types, path, given),
  ]
}

function openapiFetch(folder: string, types: string, path: string, given: string): Program {
  const file = join(folder, "openapi-fetch.ts")
  const text = `import createClient from "openapi-fetch"
import type { paths } from "${types}/api"
const client = createClient<paths>({ baseUrl: "https://api.example.com" })
export const run = () => client.GET("${path}", { params: { path: ${given} } })
`
  writeFileSync(file, text)
  return { name: "openapi-fetch", file, whole: file }
}

export function subjectNamed(name: string): Subject {
  return subjects().find((each) => each.name === name) ?? raise(`No document ${name}`)
}

function raise(message: string): never {
  throw new Error(message)
}
