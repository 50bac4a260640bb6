import type { ApiModel } from "../model/api-model.ts"
import { splitAccess } from "../model/split-access.ts"
import { TypeAnalysis } from "./codec/type-analysis.ts"
import { findDefaultHeaders } from "./default-headers.ts"
import { resourcePart } from "./names.ts"
import type { GeneratedModule, GenerateOptions, Part } from "./options.ts"
import { generateCodecs } from "./parts/codecs-part.ts"
import { generateOperations } from "./parts/operations-part.ts"
import { generateResource } from "./parts/resource-part.ts"
import { generateRoot } from "./parts/root-part.ts"
import { generateSchemas } from "./parts/schemas-part.ts"
import { generateService } from "./parts/service-part.ts"
import { resourcePaths } from "./resources.ts"

/** Writes the virtual modules of one manifest, each when it is asked for; shared questions are answered once. */
export interface ModuleGenerator {
  readonly parts: readonly Part[]
  /** Throws a `TypeError` on a part that this model does not have. */
  generate(part: Part, options: GenerateOptions): GeneratedModule
}

/** Prepares a generator for a model: one per manifest, until it changes. */
export function createModuleGenerator(written: ApiModel): ModuleGenerator {
  const model = splitAccess(written)
  const analysis = new TypeAnalysis(model)
  const headers = findDefaultHeaders(model)
  const resources = new Map([[], ...resourcePaths(model)].map((path) => [resourcePart(path), path] as const))
  return {
    parts: ["root", "operations", ...resources.keys(), "schemas", "codecs", "service"],
    generate(part, options) {
      switch (part) {
        case "root":
          return generateRoot(model, options)
        case "operations":
          return generateOperations(model, options)
        case "schemas":
          return generateSchemas(analysis, options)
        case "codecs":
          return generateCodecs(analysis, options)
        case "service":
          return generateService(model, options)
      }
      const path = resources.get(part)
      if (!path) throw new TypeError(`There is no part ${part}`)
      return generateResource(analysis, path, headers, options)
    },
  }
}

/** One part of a model's module. Use `createModuleGenerator` to write several. */
export function generatePart(model: ApiModel, part: Part, options: GenerateOptions): GeneratedModule {
  return createModuleGenerator(model).generate(part, options)
}

/** All parts of a model's module. */
export function generateModules(model: ApiModel, options: GenerateOptions): Map<Part, GeneratedModule> {
  const generator = createModuleGenerator(model)
  return new Map(generator.parts.map((part) => [part, generator.generate(part, options)]))
}
