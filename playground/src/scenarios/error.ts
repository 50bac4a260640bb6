import type { Client } from "pristine-runtime"
import api from "../pets.pristine.json"

export const run = async (client: Client) => {
  const outcome = await api.pets.get.safe({ id: 404 }, { client })
  return outcome.ok
    ? outcome.data
    : { code: outcome.error.code, status: outcome.error.status, body: outcome.error.body }
}
