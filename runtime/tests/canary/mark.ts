/** Begins every secret, and stands nowhere else. */
export const mark = "zq9canary"

/** A secret that can be found wherever it is shown. */
export const secret = (what: string): string => `${mark}${what}`

const base64 = (text: string): string => Buffer.from(text).toString("base64")

/** A secret in the clear, in Base64 at any offset, or percent-encoded. */
export const shown: RegExp = new RegExp(
  [mark, ...["", "u", "us"].map((pad) => base64(`${pad}${mark}xx`).slice(4, 14))].join("|"),
  "i",
)
