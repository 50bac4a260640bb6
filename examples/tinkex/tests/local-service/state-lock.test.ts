import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { startLocalService } from "../../local-service/index.ts"
import { lockName, StateLock } from "../../local-service/state/state-lock.ts"
import { it } from "../test.ts"

/** A folder for one test. */
async function openFolder(): Promise<AsyncDisposable & { readonly path: string; readonly lock: string }> {
  const path = await mkdtemp(join(tmpdir(), "local-service-lock-"))
  return { path, lock: join(path, lockName), [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** A process that had the number of this one before. */
const reused = { pid: process.pid, start: "another", since: "then" }

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" })
  await once(child, "close")
  return child.pid ?? 0
}

describe("a state's folder", () => {
  it("serves one service at a time, and the next one once that is closed", async () => {
    await using folder = await openFolder()
    const first = await startLocalService({ state: folder.path, now: () => 0 })
    const refused = `${folder.path} is in use by another local service (process ${process.pid}, since 1970-01-01T00:00:00.000Z)`
    await expect(startLocalService({ state: folder.path })).rejects.toThrow(refused)
    expect((await fetch(`${first.url}/api/v1/healthz`)).status, "the first one is unharmed").toBe(200)
    await first.close()
    expect((await readdir(folder.path)).filter((name) => name.startsWith(lockName))).toEqual([])
    await using second = await startLocalService({ state: folder.path })
    expect(second.port).toBeGreaterThan(0)
  })

  it.each<[name: string, holder: () => Promise<object>]>([
    ["that has ended", async () => ({ pid: await endedProcess(), since: "then" })],
    // Only Linux tells when a process started.
    ...(process.platform === "linux"
      ? [["whose number is another one's by now", () => Promise.resolve(reused)] as [string, () => Promise<object>]]
      : []),
  ])("is taken over from a process %s", async (_, holder) => {
    await using folder = await openFolder()
    await writeFile(folder.lock, JSON.stringify(await holder()))
    const service = await startLocalService({ state: folder.path })
    expect(JSON.parse(await readFile(folder.lock, "utf8"))).toMatchObject({ pid: process.pid })
    await service.close()
  })

  it("is not locked in a folder of something else, and a foreign lock is left alone", async () => {
    await using folder = await openFolder()
    await writeFile(join(folder.path, "thesis.txt"), "")
    await expect(startLocalService({ state: folder.path })).rejects.toThrow("is not empty")
    expect(await readdir(folder.path)).toEqual(["thesis.txt"])
    await rm(join(folder.path, "thesis.txt"))
    await writeFile(folder.lock, "hello")
    await expect(startLocalService({ state: folder.path })).rejects.toThrow(
      "service.lock is no lock of a local service",
    )
    expect(await readFile(folder.lock, "utf8")).toBe("hello")
  })

  it.each<[name: string, fail: (state: string) => Promise<unknown>]>([
    [
      "a taken port",
      async (state) => {
        const server = createServer().listen(0, "127.0.0.1")
        await once(server, "listening")
        const { port } = server.address() as AddressInfo
        try {
          await startLocalService({ state, port })
        } finally {
          server.close()
        }
      },
    ],
    ["a faulty option", (state) => startLocalService({ state, faults: ["503@nowhere"] })],
    [
      "a foreign file",
      async (state) => {
        await mkdir(join(state, "sessions"), { recursive: true })
        await writeFile(join(state, "sessions", "notes"), "")
        await startLocalService({ state })
      },
    ],
  ])("is free again after a start that failed: %s", async (_, fail) => {
    await using folder = await openFolder()
    await (await startLocalService({ state: folder.path })).close()
    await expect(fail(folder.path)).rejects.toThrow()
    expect((await readdir(folder.path)).filter((name) => name.startsWith(lockName))).toEqual([])
  })

  it("goes to one of many that find the lock of a process that has ended", async () => {
    await using folder = await openFolder()
    await writeFile(folder.lock, JSON.stringify({ pid: await endedProcess(), since: "then" }))
    const taken = await Promise.allSettled(Array.from({ length: 20 }, () => StateLock.take(folder.path, 0)))
    const locks = taken.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []))
    expect(locks).toHaveLength(1)
    expect(await readdir(folder.path)).toEqual([lockName])
    await locks[0]?.release()
    expect(await readdir(folder.path)).toEqual([])
  })
})
