import { unpackChromium } from "./launch-chromium.ts"

/**
 * Before the first test of a run: files that launch Chromium run at once, and one would start what another has only half
 * unpacked.
 */
export async function setup(): Promise<void> {
  await unpackChromium()
}
