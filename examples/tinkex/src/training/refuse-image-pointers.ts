import { PristineError } from "pristine-runtime"
import type { Datum } from "../data/datum.ts"

/**
 * Training takes images themselves; a pointer to one is for sampling alone.
 *
 * @throws PristineError with code `input`, which names the first pointer's place.
 */
export function refuseImagePointers(data: readonly Datum[]): void {
  for (const [index, { model_input: input }] of data.entries()) {
    const chunk = input.chunks.findIndex(({ type }) => type === "image_asset_pointer")
    if (chunk === -1) continue
    const place = `/data/${index}/model_input/chunks/${chunk}`
    const message = `${place} is an image_asset_pointer, which a training request cannot carry: give the image itself`
    throw new PristineError("input", message, { phase: "prepare", attempts: 0 })
  }
}
