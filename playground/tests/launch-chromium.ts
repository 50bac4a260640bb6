import { existsSync } from "node:fs"
import { chromium, type Browser } from "playwright-core"

/** What decides whether the carried Chromium runs. */
type Machine = Pick<NodeJS.Process, "platform" | "arch">

const installed = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

/**
 * A headless Chromium: the one that an npm package carries for Linux on x64, elsewhere an installed one. Its background
 * traffic is off: the page under test is all it may talk to.
 */
export async function launchChromium(): Promise<Browser> {
  const { platform, arch, env } = process
  const executablePath = await findChromium({ platform, arch, candidates: [env["CHROME_PATH"], ...installed] })
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
}

/** Unpacks the Chromium that an npm package carries, once a machine; `undefined` where it does not run. */
export async function unpackChromium({ platform, arch }: Machine = process): Promise<string | undefined> {
  if (platform !== "linux" || arch !== "x64") return undefined
  const { default: carried } = await import("@sparticuz/chromium")
  return carried.executablePath()
}

/** The carried Chromium, else the first of `candidates` that exists. Rejects with what to install where there is none. */
export async function findChromium(
  machine: Machine & { readonly candidates: readonly (string | undefined)[] },
): Promise<string> {
  const carried = await unpackChromium(machine)
  if (carried !== undefined) return carried
  const found = machine.candidates.find((path) => path !== undefined && existsSync(path))
  if (found !== undefined) return found
  throw new Error("No Chromium here. Install Google Chrome or Chromium, or name its program in CHROME_PATH.")
}
