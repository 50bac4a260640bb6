import { client } from "./client.ts"
import { element } from "./element.ts"
import api, { type Progress } from "./studio.pristine.json"

/** Futures: the work is begun at once, its progress is shown, and the result awaited. */
export function setUpRendering(): void {
  const bar = element("progress", "progress")
  const said = element("p", "rendered")
  element("button", "render").addEventListener("click", () => void render())

  async function render(): Promise<void> {
    bar.value = 0
    const rendering = api.pictures.render({ id: "p0" }, { client })
    const watching = watch(rendering.progress())
    const { size } = await rendering
    await watching
    bar.value = 100
    said.textContent = `Rendered: ${size}`
  }

  async function watch(events: ReturnType<ReturnType<typeof api.pictures.render>["progress"]>): Promise<void> {
    for await (const { body } of events) bar.value = (body as Progress).percent
  }
}
