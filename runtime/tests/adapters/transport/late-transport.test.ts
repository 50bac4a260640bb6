import { expect } from "vitest"
import { lateTransport } from "../../../src/adapters/transport/late-transport.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"

const request = {
  method: "GET",
  url: "https://zoo.test/",
  headers: [],
  signal: new AbortController().signal,
  timeouts: {},
}

const counted = (inner: Transport) => {
  const seen: string[] = []
  const transport = lateTransport(() => {
    seen.push("loaded")
    return Promise.resolve({ send: inner.send.bind(inner), close: () => Promise.resolve(void seen.push("closed")) })
  })
  return { seen, transport }
}

it("is loaded once, for the first request", async () => {
  const { seen, transport } = counted(fakeTransport([{ body: 1 }, { body: 2 }, { body: 3 }]))
  expect(seen).toEqual([])
  const answers = await Promise.all([transport.send(request), transport.send(request)])
  answers.push(await transport.send(request))
  expect(await Promise.all(answers.map(({ body }) => body.text()))).toEqual(["1", "2", "3"])
  expect(seen).toEqual(["loaded"])
})

it("is closed where it was loaded, and not loaded to be closed", async () => {
  const { seen, transport } = counted(fakeTransport([{ body: 1 }]))
  await transport.close?.()
  expect(seen).toEqual([])
  await transport.send(request)
  await transport.close?.()
  expect(seen).toEqual(["loaded", "closed"])
})

it("is loaded anew after it could not be", async () => {
  let tries = 0
  const transport = lateTransport(() => {
    tries += 1
    return tries === 1 ? Promise.reject(new Error("not now")) : Promise.resolve(fakeTransport([{ body: 1 }]))
  })
  await expect(transport.send(request)).rejects.toThrow("not now")
  await expect(transport.send(request)).resolves.toMatchObject({ status: 200 })
})
