import { client } from "./client.ts"
import { element } from "./element.ts"
import api, { type Picture } from "./studio.pristine.json"

/** Pages: one is shown, and the next is asked for when somebody wants it. */
export async function setUpPictures(): Promise<void> {
  const list = element("ul", "pictures")
  const more = element("button", "more")
  const pages = api.pictures.list({}, { client }).pages()[Symbol.asyncIterator]()
  const show = ({ title, bytes }: Picture): void => {
    const item = document.createElement("li")
    item.textContent = `${title}, ${bytes} bytes`
    list.append(item)
  }
  const next = async (): Promise<void> => {
    more.disabled = true
    const page = await pages.next()
    if (!page.done) page.value.pictures.forEach(show)
    more.disabled = page.done === true
  }
  more.addEventListener("click", () => void next())
  await next()
}
