import type { Client } from "pristine-runtime"
import api, { type PetsCreateInput } from "../pets.pristine.json"

// What the type checker cannot see, the request's schema refuses before anything is sent.
export const run = (client: Client) => {
  const fromAForm: PetsCreateInput = Object.assign({ name: "" }, { color: "brown" })
  return api.pets.create(fromAForm, { client })
}
