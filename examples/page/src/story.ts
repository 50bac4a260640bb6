import { client } from "./client.ts"
import { element } from "./element.ts"
import api from "./studio.pristine.json"

/** Streaming: words are shown as they come; stopping closes the connection. */
export function setUpStory(): void {
  const words = element("p", "words")
  const running = { stop: new AbortController() }
  element("form", "story").addEventListener("submit", (event) => {
    event.preventDefault()
    running.stop.abort()
    running.stop = new AbortController()
    const about = new FormData(event.currentTarget as HTMLFormElement).get("about") as string
    void tell(about, running.stop.signal)
  })
  element("button", "stop").addEventListener("click", () => running.stop.abort())

  async function tell(about: string, signal: AbortSignal): Promise<void> {
    words.textContent = ""
    try {
      for await (const { word } of await api.tellStory({ about }, { client, signal })) words.append(word, " ")
    } catch (error) {
      if (!signal.aborted) words.append(String(error))
    }
  }
}
