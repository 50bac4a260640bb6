import type { DownloadProgress } from "pristine-runtime/node"
import { formatSize } from "./output/format-size.ts"
import type { Terminal } from "./terminal.ts"

/** Says how far a download is. */
export function downloadProgress({ progress }: Terminal): DownloadProgress {
  return (bytes, total) => {
    const share = total ? ` (${Math.floor((100 * bytes) / total)}%)` : ""
    const whole = total === undefined ? "" : ` of ${formatSize(total)}`
    progress(`Downloading: ${formatSize(bytes)}${whole}${share}`)
  }
}
