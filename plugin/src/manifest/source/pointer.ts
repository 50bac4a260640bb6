import type { Pointer } from "../../model/source.ts"

/** The pointer one step further: `/` and `~` in the step are escaped (RFC 6901). */
export function pointTo(pointer: Pointer, step: string | number): Pointer {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`
}

/** The steps of a pointer into a document (RFC 6901). */
export function pointerSteps(pointer: Pointer): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
}
