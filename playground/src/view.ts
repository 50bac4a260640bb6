import type { TransportRequest, TransportResponse } from "pristine-runtime"

/** The element with this id; the page and this code belong together, so its absence is a mistake of ours. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`The page has no element #${id}`)
  return found
}

/** Shows text in a pane; `false` puts back the placeholder's look. */
export function show(id: string, text: string, filled = true): void {
  const pane = element(id)
  pane.textContent = text
  pane.classList.toggle("empty", !filled)
}

export function describeRequest(request: TransportRequest): string {
  const head = [`${request.method} ${request.url}`, ...request.headers.map(([name, value]) => `${name}: ${value}`)]
  return [...head, "", typeof request.body === "string" ? prettyJson(request.body) : ""].join("\n").trimEnd()
}

export function describeResponse(response: TransportResponse, body: string): string {
  const head = [`${response.status}`, ...[...response.headers].map(([name, value]) => `${name}: ${value}`)]
  return [...head, "", prettyJson(body)].join("\n").trimEnd()
}

/** JSON indented, anything else as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}
