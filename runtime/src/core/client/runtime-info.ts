import { ownEntry } from "./own-entry.ts"
import type { RuntimeInfo, Scope } from "./scope.ts"

interface Surroundings {
  readonly process?: {
    readonly platform?: string
    readonly arch?: string
    readonly versions?: Readonly<Record<string, string | undefined>>
  }
  readonly Deno?: { readonly version?: { readonly deno?: string } }
  readonly navigator?: { readonly userAgent?: string; readonly platform?: string }
  readonly document?: unknown
  readonly importScripts?: unknown
}

const systems: Readonly<Record<string, string>> = {
  linux: "Linux",
  darwin: "MacOS",
  win32: "Windows",
  freebsd: "FreeBSD",
  openbsd: "OpenBSD",
  ios: "iOS",
  android: "Android",
}

const machines: Readonly<Record<string, string>> = {
  x64: "x64",
  x86_64: "x64",
  ia32: "x32",
  x32: "x32",
  arm: "arm",
  arm64: "arm64",
  aarch64: "arm64",
}

/** `$runtime.…`: where a client runs, looked at once. */
export function runtimeInfo({ client }: Pick<Scope, "client">): RuntimeInfo {
  return client.state("pristine:runtime", readRuntimeInfo)
}

/** Looks at where the program runs, through globals only: a bundle for browsers sees no Node module. */
export function readRuntimeInfo(surroundings: object = globalThis): RuntimeInfo {
  const { process, Deno, navigator, document, importScripts } = surroundings as Surroundings
  const versions = process?.versions ?? {}
  const agent = navigator?.userAgent ?? ""
  const platform = process?.platform ?? platformOf(agent)
  const machine = process?.arch
  const [name, version] = Deno?.version
    ? ["deno", Deno.version.deno]
    : versions["bun"] !== undefined
      ? ["bun", versions["bun"]]
      : agent === "Cloudflare-Workers"
        ? ["workerd", undefined]
        : versions["node"] !== undefined
          ? ["node", versions["node"]]
          : document !== undefined || importScripts !== undefined
            ? ["browser", browserVersion(agent)]
            : ["unknown", undefined]
  return {
    os: platform === undefined ? "Unknown" : (ownEntry(systems, platform) ?? `Other:${platform}`),
    arch: machine === undefined ? "unknown" : (ownEntry(machines, machine) ?? `other:${machine}`),
    name,
    version: version ?? "unknown",
  }
}

function platformOf(agent: string): string | undefined {
  if (/iPhone|iPad|iPod/.test(agent)) return "ios"
  if (agent.includes("Android")) return "android"
  if (agent.includes("Windows")) return "win32"
  if (agent.includes("Mac OS X")) return "darwin"
  if (agent.includes("Linux")) return "linux"
  return undefined
}

/** Chrome and Firefox and their kin name themselves as `Name/1.2.3`; Safari's own version stands after `Version/`. */
function browserVersion(agent: string): string | undefined {
  return /(?:Edg|OPR|Firefox|Chrome|Version)\/([\d.]+)/.exec(agent)?.[1]
}
