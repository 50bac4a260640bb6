import type { ChangeLevel } from "./change.ts"
import type { PlacedChange } from "./placed-change.ts"
import { levelOf, rules, type RuleId } from "./rules.ts"

/** The part of a SARIF log that this writes. */
export interface SarifLog {
  readonly $schema: string
  readonly version: "2.1.0"
  readonly runs: readonly SarifRun[]
}

interface SarifRun {
  readonly tool: { readonly driver: SarifDriver }
  readonly columnKind: "utf16CodeUnits"
  readonly results: readonly SarifResult[]
}

interface SarifDriver {
  readonly name: string
  readonly version: string
  readonly rules: readonly {
    readonly id: string
    readonly shortDescription: { readonly text: string }
    readonly defaultConfiguration: { readonly level: SarifLevel }
  }[]
}

type SarifLevel = "error" | "warning" | "note"

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: SarifLevel
  readonly message: { readonly text: string }
  readonly locations: readonly SarifLocation[]
  readonly relatedLocations?: readonly (SarifLocation & {
    readonly id: number
    readonly message: { readonly text: string }
  })[]
  readonly properties: { readonly operations: readonly string[] }
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: "%SRCROOT%" }
    readonly region: { readonly startLine: number; readonly startColumn: number }
  }
}

const levels: Readonly<Record<ChangeLevel, SarifLevel>> = { breaking: "error", additive: "note", cosmetic: "note" }

/**
 * Changes as a SARIF log, for systems that show findings beside code. The callers that a breaking change concerns are
 * related locations of it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/ sections 3.13 to 3.28
 */
export function toSarif(changes: readonly PlacedChange[], version: string): SarifLog {
  const ids = (Object.keys(rules) as RuleId[]).filter((id) => changes.some(({ rule }) => rule === id))
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "unplugin-pristine",
            version,
            rules: ids.map((id) => ({
              id,
              shortDescription: { text: rules[id].summary },
              defaultConfiguration: { level: levels[levelOf(id, undefined)] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: changes.map((change) => toResult(change, ids)),
      },
    ],
  }
}

function toResult(change: PlacedChange, ids: readonly RuleId[]): SarifResult {
  const { rule, level, message, operations, uses } = change
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: levels[level],
    message: { text: message },
    locations: [toLocation(change)],
    ...(level === "breaking" &&
      uses.length > 0 && {
        relatedLocations: uses.map((use, id) => ({
          id,
          message: { text: "This caller is concerned." },
          ...toLocation(use),
        })),
      }),
    properties: { operations },
  }
}

function toLocation(place: { readonly file: string; readonly line: number; readonly column: number }): SarifLocation {
  const uri = place.file.split(/[\\/]/).map(encodeURIComponent).join("/")
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
      region: { startLine: place.line, startColumn: place.column },
    },
  }
}
