import { escapeControls } from "../diagnostics/quote-text.ts"
import { compareModels } from "../diff/compare-models.ts"
import type { ApiModel } from "../model/api-model.ts"

/** Remembers what each manifest last meant, over texts that are broken. */
export interface ChangeLog {
  /** A manifest is in use; what is known of it stays. */
  note(file: string, model: ApiModel): void
  /** A manifest was saved: what a program can tell of its changes since the last text without errors, the worst first. */
  revise(file: string, model: ApiModel): readonly string[]
}

export function createChangeLog(): ChangeLog {
  const models = new Map<string, ApiModel>()
  return {
    note(file, model) {
      if (!models.has(file)) models.set(file, model)
    },
    revise(file, model) {
      const before = models.get(file)
      models.set(file, model)
      const changes = before === undefined ? [] : compareModels(before, model)
      const told = changes
        .filter(({ level }) => level !== "cosmetic")
        .map(({ message }) => escapeControls(message.replace(/\.$/, "")))
      // A type that both callers write and answers hold changes for each of them, in the same words.
      return [...new Set(told)]
    },
  }
}
