import type { Report } from "../../diagnostics/report.ts"
import type { ParsedSource } from "./parsed-source.ts"
import { parseJson } from "./parse-json.ts"
import { parseYaml } from "./parse-yaml.ts"

/** Reads a manifest by the ending of its file's name: `.yaml` and `.yml` are YAML, everything else is JSON. */
export function parseSource(text: string, file: string, report: Report): ParsedSource {
  return /\.ya?ml$/i.test(file) ? parseYaml(text, file, report) : parseJson(text, file, report)
}
