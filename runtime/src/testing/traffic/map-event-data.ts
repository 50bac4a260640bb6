/**
 * Server-sent events with their data replaced: the lines of one event's data are one text (WHATWG HTML, section 9.2.6).
 * Every other line stays but comments, which are nobody's data.
 */
export function mapEventData(text: string, replace: (data: string) => string): string {
  const events = text.split(/(?<=(?:\r\n|[\r\n])(?:\r\n|[\r\n]))/)
  return events.map((event) => mapEvent(event, replace)).join("")
}

function mapEvent(event: string, replace: (data: string) => string): string {
  const lines = event.split(/\r\n|[\r\n]/)
  const data = lines.flatMap((line) => (isData(line) ? [line.replace(/^data:? ?/, "")] : []))
  const others = lines.filter((line) => !isData(line) && !line.startsWith(":"))
  if (data.length === 0) return others.join("\n")
  const replaced = replace(data.join("\n"))
    .split("\n")
    .map((line) => `data: ${line}`)
  return [...replaced, ...others].join("\n")
}

function isData(line: string): boolean {
  return line === "data" || line.startsWith("data:")
}
