import { bind, type Client } from "pristine-runtime"
import api from "../pets.pristine.json"

export const run = (client: Client) => {
  const pets = bind(api.pets, client)
  return pets.create({ name: "Rex" })
}
