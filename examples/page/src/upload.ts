import { isPristineError } from "pristine-runtime"
import { client } from "./client.ts"
import { element } from "./element.ts"
import api from "./studio.pristine.json"

/** Uploads: a file of the page is sent as it is; what does not fit is refused before anything is sent. */
export function setUpUpload(): void {
  const said = element("p", "uploaded")
  element("form", "upload").addEventListener("submit", (event) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    void upload(form.get("title") as string, form.get("picture") as File)
  })

  async function upload(title: string, picture: File): Promise<void> {
    try {
      const kept = await api.pictures.upload({ title, picture }, { client })
      said.textContent = `${kept.title} is kept: ${kept.bytes} bytes`
    } catch (error) {
      said.textContent = isPristineError(error) ? error.message : String(error)
    }
  }
}
