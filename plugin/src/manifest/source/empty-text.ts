/** What is said of a text in which there is nothing, or nothing but comments. */
export const emptyText = {
  reason: "it is empty",
  fix: "Write `name`, `version` and `endpoints`, or let `unplugin-pristine init` begin a manifest.",
} as const
