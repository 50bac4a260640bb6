import { describe, expect } from "vitest"
import { redactPath } from "../../../src/adapters/logger/redact-path.ts"
import { it } from "../../test.ts"

describe("the path of an operation with a secret parameter", () => {
  it.each<[route: string, path: string, want: string]>([
    ["/keys/{pin}", "/keys/s-1", "/keys/***"],
    ["/keys/{pin}", "/v1/eu/keys/s-1", "/v1/eu/keys/***"],
    ["/keys/{id}/{pin}/x", "/keys/7/s-1/x", "/keys/7/***/x"],
    ["/keys/{id}.{pin}", "/keys/7.s-1.b.c", "/keys/***"],
    ["/keys/v{pin}.json", "/keys/vs-1.json", "/keys/***"],
    ["/files/{+pin}/raw", "/v1/files/s-1/s-2/raw", "/v1/files/***/***/raw"],
    ["/files/{+name}/{pin}", "/files/a/b/s-1", "/files/a/b/***"],
    ["/keys/{pin}", "/keys/s-1/", "/***"],
    ["/keys/{pin}", "/moved/s-1/elsewhere", "/***"],
    ["/keys/{pin}", "/", "/***"],
    ["/files/{+pin}/raw", "/files/raw", "/***"],
    ["{pin}", "/v1/s-1", "/v1/***"],
  ])("%s: %s", (route, path, want) => expect(redactPath(path, { names: ["pin"], route })).toBe(want))

  it("takes no longer for a path that somebody chose", () => {
    const route = `/${"{a}-".repeat(50)}{pin}x`
    expect(redactPath(`/${"-".repeat(100_000)}`, { names: ["pin"], route })).toBe("/***")
  })
})
