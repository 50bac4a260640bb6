const units = ["B", "KB", "MB", "GB", "TB", "PB"]

/** Bytes in the largest unit of 1024 that gives at least one, with a digit behind the point; `N/A` when unknown. */
export function formatSize(bytes: number | undefined): string {
  if (bytes === undefined || bytes < 0) return "N/A"
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
  return power === 0 ? `${bytes} B` : `${(bytes / 1024 ** power).toFixed(1)} ${units[power]}`
}
