import { createClient } from "./studio.pristine.json"

/** The service of the page is where the page is. */
export const client = createClient({ baseUrl: new URL("/api", location.href).href })
