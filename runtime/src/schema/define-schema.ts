import type { BaseIssue } from "valibot"
import { addIssue } from "./add-issue.ts"
import type { ModeConfig, Run, Schema } from "./schema.ts"

/**
 * Makes a valibot schema out of one function, which adds to `run.issues` what is wrong with `run.value`. Its Standard
 * Schema entry takes the mode from `libraryOptions: { mode }`, and reports in words that name kinds and never values.
 */
export function defineSchema<Type>(
  type: string,
  expects: string,
  check: (run: Run, config: ModeConfig, schema: Schema) => void,
): Schema<Type> {
  const schema = {
    kind: "schema",
    type,
    reference: defineSchema,
    expects,
    async: false,
    "~run": (run: Run, config: ModeConfig): Run => {
      check(run, config, schema)
      run.typed = !run.issues
      return run
    },
    "~standard": {
      version: 1,
      vendor: "valibot",
      validate: (value: unknown, options?: { readonly libraryOptions?: object | undefined }): Run => {
        const run: Run = { value }
        try {
          return schema["~run"](run as never, { ...options?.libraryOptions }) as Run
        } catch (error) {
          if (!(error instanceof RangeError)) throw error
          // Recursion ended by the stack: the value is deeper than any that this process can handle.
          return { value, issues: [{ message: "Nested too deeply" } as BaseIssue<unknown>] }
        }
      },
    },
  } as unknown as Schema<Type>
  return schema
}

/** Makes the schema of values of one kind. */
export function defineKind<Type>(type: string, expects: string, test: (value: unknown) => boolean): Schema<Type> {
  return defineSchema(type, expects, (run, config, schema) => {
    if (!test(run.value)) addIssue(schema, run, config)
  })
}
