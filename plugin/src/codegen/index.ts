export { createModuleGenerator, generateModules, generatePart, type ModuleGenerator } from "./generate-modules.ts"
export { measureOperations } from "./measure-operations.ts"
export { inputSchemaName, limitName, policyName, schemaName } from "./names.ts"
export type { GeneratedModule, GenerateOptions, Part, Position, SourceMap } from "./options.ts"
