import { expect } from "vitest"
import { tokenClaims } from "../../../src/adapters/auth/token-claims.ts"
import { it } from "../../test.ts"

const token = (claims: unknown): string => `eyJ.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`

it.each<[name: string, token: string, claims: unknown]>([
  ["with claims", token({ sub: "ü", exp: 1 }), { sub: "ü", exp: 1 }],
  ["with letters of the URL's own base64", token({ a: "???>>>~~~" }), { a: "???>>>~~~" }],
  ["without claims", "eyJ.e30.x", {}],
  ["whose claims are a list", token([1]), undefined],
  ["whose claims are a text", token("a"), undefined],
  ["that is opaque", "tml-1", undefined],
  ["that is broken", "a.!.c", undefined],
])("a web token %s", (_, given, claims) => {
  expect(tokenClaims(given)).toEqual(claims)
})
