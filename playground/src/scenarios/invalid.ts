import type { Client } from "pristine-runtime"
import api from "../pets.pristine.json"

// The type checker refuses this; so does the request's schema, before anything is sent.
export const run = (client: Client) => api.pets.create(JSON.parse(`{ "name": "", "color": "brown" }`), { client })
