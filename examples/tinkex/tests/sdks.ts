import * as src from "../src/index.ts"
import type { Sdk } from "./recorded-program.ts"

/** The modules here, and the package as it is built and imported by its name. */
export const sdks: readonly (readonly [name: string, load: () => Promise<Sdk>])[] = [
  ["src", () => Promise.resolve(src)],
  // Two builds of a class with private members are two types.
  ["dist", async () => (await import("tinkex")) as unknown as Sdk],
]
