import ts from "typescript"

/** Compiler options that decide whether a declaration beside a manifest is seen. */
export interface CompilerSettings {
  readonly resolution: "bundler" | "node" | "other"
  readonly allowArbitraryExtensions: boolean
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
    // A "solution" has no files and compiles nothing by itself.
    const isSolution = references.length > 0 && Array.isArray((parsed.raw as { files?: unknown }).files)
    return isSolution ? references : [toSettings(parsed.options), ...references]
  }
  return read(file)
}

function toSettings(options: ts.CompilerOptions): CompilerSettings {
  const { Bundler, Node16, NodeNext } = ts.ModuleResolutionKind
  const kind = options.moduleResolution ?? impliedResolution(options.module)
  const resolution = kind === Bundler ? "bundler" : kind === Node16 || kind === NodeNext ? "node" : "other"
  return { resolution, allowArbitraryExtensions: options.allowArbitraryExtensions === true }
}

function impliedResolution(module: ts.ModuleKind | undefined): ts.ModuleResolutionKind | undefined {
  const { Preserve, Node16, NodeNext, ESNext, ES2015, ES2020, ES2022 } = ts.ModuleKind
  if (module === Preserve) return ts.ModuleResolutionKind.Bundler
  if (module !== undefined && module >= Node16 && module <= NodeNext) return ts.ModuleResolutionKind.NodeNext
  // TypeScript 6 and 7 choose `bundler` here; 5.9 wants it spelt out and says so itself.
  return [ESNext, ES2015, ES2020, ES2022, undefined].includes(module) ? ts.ModuleResolutionKind.Bundler : undefined
}
