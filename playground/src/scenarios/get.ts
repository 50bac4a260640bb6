import type { Client } from "pristine-runtime"
import api from "../pets.pristine.json"

export const run = (client: Client) => api.pets.get({ id: 7 }, { client })
