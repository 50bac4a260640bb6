import { existsSync } from "node:fs"
import { chromium, type Browser } from "playwright-core"

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
  const executablePath = await findChromium()
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
export async function unpackChromium(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined
  const { default: carried } = await import("@sparticuz/chromium")
  return carried.executablePath()
}

async function findChromium(): Promise<string> {
  const carried = await unpackChromium()
  if (carried !== undefined) return carried
  const found = [process.env["CHROME_PATH"], ...installed].find((path) => path !== undefined && existsSync(path))
  if (found !== undefined) return found
  throw new Error("No Chromium here. Install Google Chrome or Chromium, or name its program in CHROME_PATH.")
}
