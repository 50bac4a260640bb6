import api, { createClient } from "#tinker.pristine.json"
import { fakeTransport } from "pristine-runtime/testing"
import { expect } from "vitest"
import { defaultFlags } from "../../src/service/default-flags.ts"
import { it } from "../test.ts"

it("a service without flags has the flags of one that says nothing about them", async () => {
  const env = (name: string): string | undefined => (name === "TINKER_API_KEY" ? "tml-a" : undefined)
  await using client = createClient({ baseUrl: "http://127.0.0.1:1", transport: fakeTransport([{ body: {} }]), env })
  expect(await api.service.clientConfig({}, { client })).toEqual(defaultFlags)
})
