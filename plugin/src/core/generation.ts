import { basename, relative } from "node:path"
import type { SourceMapCompact } from "unplugin"
import {
  createModuleGenerator,
  measureOperations,
  type GenerateOptions,
  type ModuleGenerator,
  type Position,
} from "../codegen/index.ts"
import type { Range } from "../diagnostics/position.ts"
import { loadManifest, type LoadResult } from "../manifest/index.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { Pointer } from "../model/source.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"
import type { ResolvedOptions } from "./options.ts"
import { createTextReader } from "./text-reader.ts"

/** A module as hosts take it. */
export interface LoadedModule {
  readonly code: string
  readonly map?: SourceMapCompact
}

/** A manifest as one text of it was read. */
export interface ReadManifest {
  readonly file: string
  /** Path for people, relative to the working directory. */
  readonly name: string
  readonly text: string
  readonly loaded: LoadResult
  /** Where something stands. */
  readonly locate: (pointer: Pointer) => Range
  /** The same as source maps count: lines from 1, columns from 0. */
  readonly positions: (pointer: Pointer) => Position
  /** Absent where the manifest has errors. */
  readonly generator: ModuleGenerator | undefined
  /** Modules that were generated from this text, by id. */
  readonly modules: Map<string, LoadedModule>
}

/** Generates modules. A manifest is loaded once for each content, and a module of it generated once. */
export interface Generation {
  /** Rejects when the file cannot be read; what is wrong inside it is data. */
  read(file: string): Promise<ReadManifest>
  /** The same for a text that was already read. */
  take(file: string, text: string): ReadManifest
  /** `undefined`: the manifest has errors, or no such part. */
  generate(manifest: ReadManifest, id: ModuleId): LoadedModule | undefined
}

/** What a host asks of generated code. */
export type HostTraits = Pick<GenerateOptions, "reexportsDefault">

/** Keeps one content a file, for the plugin instance that owns it. */
export function createGeneration(options: ResolvedOptions, ids: ModuleIds, host: HostTraits = {}): Generation {
  const manifests = new Map<string, ReadManifest>()
  const reader = createTextReader()
  const take = (file: string, text: string): ReadManifest => {
    const known = manifests.get(file)
    if (known?.text === text) return known
    const manifest = readText(file, text)
    manifests.set(file, manifest)
    return manifest
  }
  return {
    take,
    read: async (file) => take(file, await reader.read(file)),
    generate(manifest, id) {
      const key = ids.format(id)
      const module = manifest.modules.get(key) ?? generateModule(manifest, id, { ...options, ...host }, ids)
      if (module) manifest.modules.set(key, module)
      return module
    },
  }
}

function readText(file: string, text: string): ReadManifest {
  const name = relative(process.cwd(), file)
  const loaded = loadManifest(text, name)
  const { locate } = loaded
  return {
    file,
    name,
    text,
    loaded,
    locate,
    positions(pointer) {
      const { line, column } = locate(pointer).start
      return { line, column: column - 1 }
    },
    generator: loaded.model && createModuleGenerator(loaded.model),
    modules: new Map(),
  }
}

/** Bytes of each operation and what it reaches, by id. */
export function sizesOf(
  { generator, file }: ReadManifest,
  model: ApiModel,
  options: ResolvedOptions,
): ReadonlyMap<string, number> {
  const { validate, retry, defaultClient } = options
  const manifest = basename(file)
  if (!generator) return new Map()
  return measureOperations(model, generator, { importId: (part) => part, manifest, validate, retry, defaultClient })
}

function generateModule(
  { file, text, positions, generator }: ReadManifest,
  id: ModuleId,
  options: ResolvedOptions & HostTraits,
  ids: ModuleIds,
): LoadedModule | undefined {
  const part = generator?.parts.find((each) => each === id.part)
  if (!generator || part === undefined) return undefined
  const name = basename(file)
  const { code, map } = generator.generate(part, {
    importId: (other) => `./${ids.format({ file: name, part: other })}`,
    manifest: name,
    validate: options.validate,
    retry: options.retry,
    defaultClient: options.defaultClient,
    mock: options.mock,
    ...(options.reexportsDefault !== undefined && { reexportsDefault: options.reexportsDefault }),
    positions,
    ...(id.keep && { only: id.keep.map((chain) => chain.split(".")) }),
  })
  if (!map) return { code }
  const { names, mappings } = map
  // The manifest's text is part of the map: one host would put the code in its place.
  return { code, map: { version: 3, names: [...names], sources: [name], sourcesContent: [text], mappings } }
}
