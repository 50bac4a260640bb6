import { fakeTransport } from "pristine-runtime/testing"
import { expect, test } from "vitest"
import api, { createClient } from "./weather.pristine.json"

test("reads the temperature", async () => {
  const transport = fakeTransport([{ body: { celsius: 7 } }])
  const client = createClient({ transport })
  expect(await api.getWeather({ city: "Oslo" }, { client })).toEqual({ celsius: 7 })
})
