/** Marks errors of this runtime, also those of another copy of the package. */
export const errorBrand: unique symbol = Symbol.for("pristine.error") as never
