import { describeChanges } from "../changes/describe-changes.ts"
import type { ApiModel } from "../model/api-model.ts"

/** Remembers what each manifest last meant, over texts that are broken. */
export interface ChangeLog {
  /** A manifest is in use; what is known of it stays. */
  note(file: string, model: ApiModel): void
  /** A manifest was saved: what changed in meaning since the last text without errors. */
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
      return before ? describeChanges(before, model) : []
    },
  }
}
