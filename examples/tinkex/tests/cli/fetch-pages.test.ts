import { describe, expect } from "vitest"
import { describeCount, fetchPages } from "../../src/cli/fetch-pages.ts"
import type { Terminal } from "../../src/cli/terminal.ts"
import { it } from "../test.ts"

/** A list of so many numbers, fetched in pages of two. */
async function fetchNumbers(count: number, limit: number, offset: number, tells = true) {
  const asked: (readonly [number, number])[] = []
  const said: (string | undefined)[] = []
  const progress = (text: string | undefined): void => void said.push(text)
  const fetched = await fetchPages(
    {
      subject: "numbers",
      limit,
      offset,
      pageSize: 2,
      page: (size, from) => {
        asked.push([size, from])
        const items = Array.from({ length: count }, (_, index) => index).slice(from, from + size)
        return Promise.resolve({ items, total: tells ? count : undefined })
      },
    },
    { progress } as Terminal,
  )
  return { ...fetched, asked, said }
}

describe("fetchPages", () => {
  it.each<[name: string, count: number, limit: number, offset: number, items: number[], asked: number[][]]>([
    ["a part of a page", 5, 1, 0, [0], [[1, 0]]],
    [
      "three of five",
      5,
      3,
      0,
      [0, 1, 2],
      [
        [2, 0],
        [1, 2],
      ],
    ],
    [
      "all",
      5,
      0,
      0,
      [0, 1, 2, 3, 4],
      [
        [2, 0],
        [2, 2],
        [2, 4],
      ],
    ],
    [
      "all, where pages are full",
      4,
      0,
      0,
      [0, 1, 2, 3],
      [
        [2, 0],
        [2, 2],
      ],
    ],
    [
      "more than there are",
      3,
      10,
      0,
      [0, 1, 2],
      [
        [2, 0],
        [2, 2],
      ],
    ],
    ["from an offset on", 5, 0, 3, [3, 4], [[2, 3]]],
    ["beyond the end", 5, 0, 9, [], [[2, 9]]],
    ["nothing", 0, 20, 0, [], [[2, 0]]],
  ])("fetches %s", async (_, count, limit, offset, items, asked) => {
    expect(await fetchNumbers(count, limit, offset)).toMatchObject({ items, asked, total: count })
  })

  it("goes on to the first short page where nobody says how many there are", async () => {
    const { items, asked, total } = await fetchNumbers(4, 0, 0, false)
    expect([items, asked, total]).toEqual([
      [0, 1, 2, 3],
      [
        [2, 0],
        [2, 2],
        [2, 4],
      ],
      undefined,
    ])
  })

  it("says how far it is", async () => {
    expect((await fetchNumbers(5, 0, 0)).said).toEqual(["Fetching numbers: 2/5", "Fetching numbers: 4/5"])
    expect((await fetchNumbers(3, 0, 0, false)).said).toEqual(["Fetching numbers: 2"])
  })
})

describe("describeCount", () => {
  it.each([
    [{ shown: 0, total: 0, offset: 0 }, "No runs found"],
    [{ shown: 0, total: 0, offset: 0, of: " for x" }, "No runs found for x"],
    [{ shown: 1, total: 1, offset: 0 }, "1 run"],
    [{ shown: 2, total: 7, offset: 1, of: " for x" }, "2 runs for x (4 more not shown, use --limit to see more)"],
    [{ shown: 2, total: undefined, offset: 0 }, "2 runs"],
  ])("%j: %s", (counted, text) => {
    expect(describeCount(["run", "runs"], counted)).toBe(text)
  })
})
