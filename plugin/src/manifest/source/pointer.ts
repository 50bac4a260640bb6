import type { Pointer } from "../../model/source.ts"

/** The pointer one step further: `/` and `~` in the step are escaped (RFC 6901). */
export function pointTo(pointer: Pointer, step: string | number): Pointer {
  if (typeof step === "number" || !special.test(step)) return `${pointer}/${step}`
  return `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`
}

const special = /[~/]/

/** The steps of a pointer into a document (RFC 6901). */
export function pointerSteps(pointer: Pointer): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
}
