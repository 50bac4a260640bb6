export { catalogue, type CatalogueEntry, type DiagnosticCode, type DiagnosticParams } from "./catalogue.ts"
export type { Diagnostic } from "./diagnostic.ts"
export { formatDiagnostic, type FormatOptions } from "./format-diagnostic.ts"
export type { Position, Range } from "./position.ts"
