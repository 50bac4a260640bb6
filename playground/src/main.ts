import { apiKey, isPristineError, systemClock } from "pristine-runtime"
import { fakeTransport } from "pristine-runtime/testing"
import { mockService } from "./mock-service.ts"
import { createClient } from "./pets.pristine.json"
import manifest from "./pets.pristine.json?raw"
import { recordingTransport } from "./recording-transport.ts"
import { scenarios, type Scenario } from "./scenarios/index.ts"
import { describeRequest, describeResponse, element, show as showInPane } from "./view.ts"

/** Milliseconds between two words of a story: long enough to see them arrive, nothing for whoever wants no motion. */
const wordMs = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 60
const answer = mockService({ clock: systemClock, wordMs })

const runButton = element("run")
const buttons = scenarios.map((scenario) => {
  const button = document.createElement("button")
  button.type = "button"
  button.id = `scenario-${scenario.id}`
  button.textContent = scenario.title
  button.addEventListener("click", () => choose(scenario))
  return button
})

/** The run whose outcome the page shows: at most one. */
const page = { stop: new AbortController() }

/** Ends the run before it: it shows nothing any more. */
function begin(): AbortSignal {
  page.stop.abort()
  page.stop = new AbortController()
  return page.stop.signal
}

function choose(scenario: Scenario): void {
  begin()
  runButton.removeAttribute("aria-busy")
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.id === `scenario-${scenario.id}`))
  }
  showInPane("code", scenario.code.trim())
  showInPane("request", "Nothing sent yet.", false)
  showInPane("response", "Nothing received yet.", false)
  showInPane("result", "–", false)
}

async function run({ run }: Scenario): Promise<void> {
  const signal = begin()
  const show: typeof showInPane = (...args) => {
    if (!signal.aborted) showInPane(...args)
  }
  show("request", "Nothing was sent.", false)
  show("response", "Nothing was received.", false)
  let received = ""
  let describe = (body: string): string => body
  const transport = recordingTransport(fakeTransport(answer), {
    onRequest: (request) => show("request", describeRequest(request)),
    onResponse(response) {
      describe = (body) => describeResponse(response, body)
      show("response", describe(""))
    },
    onBody(text) {
      received += text
      show("response", describe(received))
    },
  })
  await using client = createClient({ transport, auth: apiKey({ header: "X-API-Key", token: "key-of-this-page" }) })
  signal.addEventListener("abort", () => void client.close({ drain: false }))
  try {
    const outcome = run(client)
    if (Symbol.asyncIterator in outcome) {
      for await (const value of outcome) show("result", String(value))
    } else {
      show("result", JSON.stringify(await outcome, undefined, 2))
    }
  } catch (error) {
    show("result", isPristineError(error) ? `${error.code}: ${error.message}` : String(error))
  }
}

element("scenarios").append(...buttons)
showInPane("manifest", manifest)
choose(scenarios[0])

runButton.addEventListener("click", () => {
  const chosen = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true")
  runButton.setAttribute("aria-busy", "true")
  const running = run(scenarios[chosen] ?? scenarios[0])
  const { stop } = page
  void running.finally(() => {
    if (page.stop === stop) runButton.removeAttribute("aria-busy")
  })
})
