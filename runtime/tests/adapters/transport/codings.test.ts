import * as zlib from "node:zlib"
import { describe, expect } from "vitest"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { TransportResponseBody } from "../../../src/ports/transport.ts"
import { requestTo, transports } from "../../faults/loopback-client.ts"
import { test } from "../../test.ts"
import { serveHttp } from "./loopback.ts"

const mebibyte = 1024 * 1024
const zeros = Buffer.alloc(8 * mebibyte)
const text = "a text that repeats, repeats, repeats ".repeat(50)
const gzipped = zlib.gzipSync(text)
const brotli = zlib.brotliCompressSync(text)
const deflated = zlib.deflateSync(text)

/** From Node 22.15 on. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (data: Buffer | string) => Buffer }

type Open = (encoding: string | readonly string[], data: Uint8Array | string) => Promise<TransportResponseBody>

/** What reading comes to: the text, or the code of the error. */
async function readText(open: Promise<TransportResponseBody>): Promise<string> {
  try {
    const whole = await (await open).text(mebibyte)
    if (whole === text) return "whole"
    return whole === "" ? "nothing" : text.startsWith(whole) ? "part" : "raw"
  } catch (error) {
    return (error as PristineError).code
  }
}

describe.for(transports)("%s", ([name, create]) => {
  const coding = test.extend<{ open: Open }>({
    open: async ({ resources }, use) => {
      const transport = create()
      resources.defer(() => transport.close?.())
      await use(async (encoding, data) => {
        const url = await serveHttp((_, response) =>
          response.writeHead(200, { "content-encoding": encoding as string }).end(data),
        )
        return (await transport.send(requestTo(url))).body
      })
    },
  })

  const bombs: readonly [row: string, encoding: string, data: Buffer][] = [
    ["I93.1 gzip", "gzip", zlib.gzipSync(zeros, { level: 9 })],
    ["I93.2 Brotli", "br", zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } })],
    ["I93.3 deflate", "deflate", zlib.deflateSync(zeros, { level: 9 })],
    ["I93.4 raw deflate", "deflate", zlib.deflateRawSync(zeros, { level: 9 })],
    ["I93.5 gzip in gzip", "gzip, gzip", zlib.gzipSync(zlib.gzipSync(zeros, { level: 9 }))],
    ["I93.6 gzip in Brotli", "gzip, br", zlib.brotliCompressSync(zlib.gzipSync(zeros, { level: 9 }))],
    ["I93.7 many members of gzip", "gzip", Buffer.concat(Array(8).fill(zlib.gzipSync(zeros.subarray(0, mebibyte))))],
    ...(zstdCompressSync === undefined
      ? []
      : [["I93.8 Zstandard", "zstd", zstdCompressSync(zeros)] as [string, string, Buffer]]),
  ]
  coding.for(bombs)("%s that expands to 8 MiB ends at a limit of 1 MiB", async ([, encoding, data], { open }) => {
    expect(data.byteLength).toBeLessThan(mebibyte / 16)
    await expect((await open(encoding, data)).bytes(mebibyte)).rejects.toMatchObject({ code: "limit" })
  })

  coding.for(bombs)("%s comes in chunks that a reader can count", async ([, encoding, data], { open }) => {
    let largest = 0
    let length = 0
    for await (const chunk of (await open(encoding, data)).stream()) {
      largest = Math.max(largest, chunk.byteLength)
      if ((length += chunk.byteLength) > mebibyte) break
    }
    expect(length).toBeGreaterThan(mebibyte)
    expect(largest).toBeLessThan(mebibyte)
  })

  const undone: readonly [row: string, encoding: string | readonly string[], data: Uint8Array | string][] = [
    ["I93.10 identity", "identity", text],
    ["I93.11 identity in capitals", "IDENTITY", text],
    ["I93.12 gzip in capitals", "GZIP", gzipped],
    ["I93.13 x-gzip", "X-GZip", gzipped],
    ["I93.14 Brotli in capitals", "Br", brotli],
    ["I93.15 white space around", " \tgzip ", gzipped],
    ["I93.16 two codings", "gzip, br", zlib.brotliCompressSync(gzipped)],
    ["I93.17 two codings without a space", "deflate,gzip", zlib.gzipSync(deflated)],
    ["I93.18 two fields of one coding each", ["gzip", "br"], zlib.brotliCompressSync(gzipped)],
    [
      "I93.19 several members of gzip",
      "gzip",
      Buffer.concat([text.slice(0, 99), text.slice(99)].map((part) => zlib.gzipSync(part))),
    ],
    ["I93.20 nothing said", "", text],
  ]
  coding.for(undone)("%s is undone", async ([, encoding, data], { open }) => {
    expect(await readText(open(encoding, data))).toBe("whole")
  })

  /** undici undoes all or nothing and reports what is not whole; Node's `fetch` forgives more. */
  const odd: readonly [row: string, encoding: string, data: Uint8Array | string, undici: string, fetch: string][] = [
    ["I93.21 an unknown coding", "sdch", text, "whole", "whole"],
    ["I93.22 an unknown coding over a known one", "gzip, sdch", gzipped, "raw", "raw"],
    ["I93.23 a known coding over an unknown one", "sdch, gzip", gzipped, "raw", "raw"],
    ["I93.24 gzip, identity", "gzip, identity", gzipped, "whole", "raw"],
    ["I93.25 identity, gzip", "identity, gzip", gzipped, "whole", "raw"],
    ["I93.26 an empty member of the list", "gzip,,", gzipped, "whole", "raw"],
    ["I93.27 three codings", "gzip, gzip, gzip", zlib.gzipSync(zlib.gzipSync(gzipped)), "decode", "whole"],
    ["I93.28 six codings", Array(6).fill("gzip").join(), "", "decode", "connection"],
    ["I93.29 a thousand codings", Array(1000).fill("gzip").join(), "", "decode", "connection"],
    ["I93.30 three codings, one of them none", "gzip, identity, br", zlib.brotliCompressSync(gzipped), "whole", "raw"],
    ["I93.31 a list of a thousand times none", Array(1000).fill("identity").join(), text, "whole", "connection"],
    ["I93.32 a coding named after a property", "__proto__", text, "whole", "whole"],
    ["I93.33 a coding with a parameter", "gzip;q=1", gzipped, "raw", "raw"],
    ["I93.34 gzip cut within its header", "gzip", gzipped.subarray(0, 5), "decode", "nothing"],
    ["I93.35 gzip cut within its data", "gzip", gzipped.subarray(0, gzipped.length - 20), "decode", "part"],
    ["I93.36 gzip cut within its check", "gzip", gzipped.subarray(0, gzipped.length - 3), "decode", "whole"],
    ["I93.37 gzip with a wrong check", "gzip", Buffer.from(gzipped).fill(0, gzipped.length - 8), "decode", "decode"],
    ["I93.38 Brotli cut", "br", brotli.subarray(0, brotli.length - 5), "decode", "part"],
    ["I93.39 deflate cut", "deflate", deflated.subarray(0, deflated.length - 6), "decode", "part"],
    ["I93.40 gzip and zeros after it", "gzip", Buffer.concat([gzipped, Buffer.alloc(64)]), "whole", "whole"],
    ["I93.41 gzip and text after it", "gzip", Buffer.concat([gzipped, Buffer.from("garbage")]), "decode", "decode"],
    [
      "I93.42 gzip and half a member after it",
      "gzip",
      Buffer.concat([gzipped, gzipped.subarray(0, 5)]),
      "decode",
      "whole",
    ],
    ["I93.43 Brotli and text after it", "br", Buffer.concat([brotli, Buffer.from("garbage")]), "whole", "whole"],
    [
      "I93.44 deflate and text after it",
      "deflate",
      Buffer.concat([deflated, Buffer.from("garbage")]),
      "whole",
      "whole",
    ],
    ["I93.45 text that says it is gzip", "gzip", text, "decode", "decode"],
    ["I93.46 gzip that says it is Brotli", "br", gzipped, "decode", "decode"],
    ["I93.47 Brotli that says it is gzip", "gzip", brotli, "decode", "decode"],
    ["I93.48 gzip in the wrong order", "br, gzip", zlib.brotliCompressSync(gzipped), "decode", "decode"],
    ["I93.49 an empty body that says it is gzip", "gzip", "", "nothing", "nothing"],
    ["I93.50 an empty body that says it is Brotli", "br", "", "nothing", "nothing"],
    ["I93.51 an empty body that says it is deflate", "deflate", "", "nothing", "nothing"],
    ["I93.52 an empty body that says it is both", "gzip, br", "", "nothing", "nothing"],
  ]
  coding.for(odd)("%s", async ([, encoding, data, undici, fetch], { open }) => {
    const result = await readText(open(encoding, data))
    // Later versions of Node may forgive less, but never with another kind of error.
    if (name === "undici") expect(result).toBe(undici)
    else expect([fetch, "decode", "connection"]).toContain(result)
  })

  coding("I93.53 an error quotes nothing of the body", async ({ open }) => {
    const error = await (await open("gzip", "secret-secret")).bytes().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "decode", phase: "body" })
    expect(JSON.stringify(error) + String(error)).not.toContain("secret-secret")
  })
})
