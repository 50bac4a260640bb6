import { PristineError } from "../../errors/pristine-error.ts"
import { isBrowser } from "./is-browser.ts"

/**
 * The guard of operations that a manifest marks `server`. Builds for browsers refuse them; this is for what no build saw,
 * such as a dev server.
 *
 * @param at Where it runs. Default: the platform's global object.
 * @throws PristineError with code `config` in a browser.
 */
export function serverOnly(id: string, at: object = globalThis): void {
  if (!isBrowser(at)) return
  const message = `${id} is for servers only: call it there, and give browsers an endpoint of your own`
  throw new PristineError("config", message, { operation: id, phase: "prepare" })
}
