import type { Client } from "pristine-runtime"
import api from "../pets.pristine.json"

export async function* run(client: Client) {
  let story = ""
  for await (const { word } of await api.stories.tell({ about: "Bella" }, { client })) {
    story += word
    yield story
  }
}
