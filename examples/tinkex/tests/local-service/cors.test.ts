import { describe, expect } from "vitest"
import { startLocalService } from "../../local-service/index.ts"
import { it } from "../test.ts"
import { withService } from "./client.ts"

const page = "http://localhost:5173"
const preflight = {
  "Access-Control-Request-Method": "POST",
  "Access-Control-Request-Headers": "x-api-key,content-type",
}

describe("a page of another origin", () => {
  it.each<[name: string, cors: string | readonly string[]]>([
    ["that is named", page],
    ["that is one of several", ["https://example.com", page]],
    ["where every one may", "*"],
  ])("%s may ask, and read answers and failures", async (_, cors) => {
    await withService({ cors }, async (client) => {
      const allowed = await fetch(`${client.service.url}/api/v1/asample`, {
        method: "OPTIONS",
        headers: { Origin: page, ...preflight },
      })
      expect(allowed.status).toBe(204)
      expect(Object.fromEntries(allowed.headers)).toMatchObject({
        "access-control-allow-origin": page,
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": "x-api-key,content-type",
        vary: "Origin",
      })
      for (const [path, status] of [
        ["/sessions", 200],
        ["/training_runs/none", 404],
      ] as const) {
        const answer = await client.call("GET", path, undefined, { Origin: page })
        expect(answer.status).toBe(status)
        expect(answer.headers.get("access-control-allow-origin")).toBe(page)
        expect(answer.headers.get("access-control-expose-headers")).toBe("*")
      }
      const denied = await client.call("GET", "/sessions", undefined, { Origin: page, "X-API-Key": "wrong" })
      expect([denied.status, denied.headers.get("access-control-allow-origin")]).toEqual([401, page])
    })
  })

  it("may reach into the private network, where a browser asks for it", async () => {
    await withService({ cors: page }, async (client) => {
      const asked = { Origin: page, ...preflight, "Access-Control-Request-Private-Network": "true" }
      const { headers } = await client.call("OPTIONS", "/asample", undefined, asked)
      expect(headers.get("access-control-allow-private-network")).toBe("true")
    })
  })

  it.each<[name: string, cors: readonly string[]]>([
    ["where none may", []],
    ["where others may", ["http://localhost:5174"]],
  ])("may not, %s", async (_, cors) => {
    await withService({ cors }, async (client) => {
      const allowed = await client.call("OPTIONS", "/asample", undefined, {
        Origin: page,
        "X-API-Key": "",
        ...preflight,
      })
      const answer = await client.call("GET", "/sessions", undefined, { Origin: page })
      expect([allowed.status, answer.status]).toEqual([401, 200])
      for (const { headers } of [allowed, answer])
        expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([])
    })
  })

  it.each(["localhost:5173", `${page}/`, "http://localhost:5173/app", "", "null"])(
    "is not written %j",
    async (cors) => {
      await expect(startLocalService({ cors })).rejects.toThrow(`${JSON.stringify(cors)} is no origin of a page`)
    },
  )
})
