import { dirname, resolve } from "node:path"
import ts from "typescript"

/** What of a project decides whether it sees a declaration beside a manifest. */
export interface CompilerSettings {
  /** Its `tsconfig.json`, absolute. */
  readonly file: string
  readonly resolution: "bundler" | "node" | "other"
  readonly allowArbitraryExtensions: boolean
  /** Folders that it takes files from, with those below them where it says so. */
  readonly folders: readonly { readonly path: string; readonly isDeep: boolean }[]
  /** Configurations beside it that it extends, absolute. */
  readonly bases: readonly string[]
}

/** Settings of a `tsconfig.json` and of the projects that it refers to, what they extend included. */
export function readCompilerSettings(file: string): readonly CompilerSettings[] {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    // Options are wanted, not the files of the project.
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic: () => undefined,
  }
  const seen = new Set<string>()
  const read = (config: string): CompilerSettings[] => {
    if (seen.has(config)) return []
    seen.add(config)
    const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host)
    if (!parsed) return []
    const references = (parsed.projectReferences ?? []).flatMap((project) =>
      read(ts.resolveProjectReferencePath(project)),
    )
    return references.length > 0 && isSolution(parsed) ? references : [toSettings(config, parsed), ...references]
  }
  return read(file)
}

/** It names other projects and compiles nothing by itself: it has no files, or says nothing but `references`. */
function isSolution({ raw }: ts.ParsedCommandLine): boolean {
  const { files, include, compilerOptions, extends: base } = raw as Readonly<Record<string, unknown>>
  return Array.isArray(files) || [include, compilerOptions, base].every((each) => each === undefined)
}

function toSettings(
  file: string,
  { options, wildcardDirectories, fileNames, raw }: ts.ParsedCommandLine,
): CompilerSettings {
  const { Bundler, Node16, NodeNext } = ts.ModuleResolutionKind
  const kind = options.moduleResolution ?? impliedResolution(options.module)
  const resolution = kind === Bundler ? "bundler" : kind === Node16 || kind === NodeNext ? "node" : "other"
  return {
    file: resolve(file),
    resolution,
    allowArbitraryExtensions: options.allowArbitraryExtensions === true,
    folders: [
      ...Object.entries(wildcardDirectories ?? {}).map(([path, flags]) => ({
        path: resolve(path),
        isDeep: (flags & ts.WatchDirectoryFlags.Recursive) !== 0,
      })),
      ...fileNames.map((name) => ({ path: dirname(name), isDeep: false })),
    ],
    bases: [(raw as { readonly extends?: unknown }).extends]
      .flat()
      .filter((base) => typeof base === "string")
      .map((base) => resolve(dirname(file), base)),
  }
}

function impliedResolution(module: ts.ModuleKind | undefined): ts.ModuleResolutionKind | undefined {
  const { Preserve, Node16, NodeNext, ESNext, ES2015, ES2020, ES2022 } = ts.ModuleKind
  if (module === Preserve) return ts.ModuleResolutionKind.Bundler
  if (module !== undefined && module >= Node16 && module <= NodeNext) return ts.ModuleResolutionKind.NodeNext
  // TypeScript 6 and 7 choose `bundler` here; 5.9 wants it spelt out and says so itself.
  return [ESNext, ES2015, ES2020, ES2022, undefined].includes(module) ? ts.ModuleResolutionKind.Bundler : undefined
}
