import { expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"

const errorsOf = (baseUrl: string): readonly string[] => {
  const text = JSON.stringify({ name: "zoo", version: "1", base_url: baseUrl, endpoints: {} })
  return (loadManifest(text, "zoo.pristine.json").errors ?? []).map(({ code }) => code)
}

it.each(["https://zoo.test", "http://localhost:8080/v1", "https://zöö.test/höhle", "https://[::1]:8443"])(
  "takes %s",
  (url) => expect(errorsOf(url)).toEqual([]),
)

it.each(["zoo.test", "/v1", "ftp://zoo.test", "https://zoo.test?a=1", "https://zoo.test#a", "https://a:b@zoo.test"])(
  "refuses %s",
  (url) => expect(errorsOf(url)).toEqual(["PRISTINE_M0102"]),
)

it("takes an international name however many manifests it has read", () => {
  for (let times = 0; times < 5_000; times++) errorsOf("https://zoo.test")
  expect(errorsOf("https://zöö.test")).toEqual([])
})
