interface Surroundings {
  readonly process?: { readonly versions?: { readonly node?: string } }
  readonly Deno?: unknown
}

/** Documents and their workers, but not those that Node and its kin make up or embed: jsdom, Electron. */
export function isBrowser(at: object = globalThis): boolean {
  const { process, Deno } = at as Surroundings
  return ("document" in at || "importScripts" in at) && !Deno && !process?.versions?.node
}
