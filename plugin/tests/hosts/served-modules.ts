import type { ViteDevServer } from "vite"

/** Urls that a browser loads from an entry, with their code. */
export async function crawl(
  vite: ViteDevServer,
  url: string,
  seen = new Map<string, string>(),
): Promise<Map<string, string>> {
  if (seen.has(url)) return seen
  const { code = "" } = (await vite.environments.client.transformRequest(url)) ?? {}
  seen.set(url, code)
  for (const specifier of importsOf(code)) if (specifier.startsWith("/")) await crawl(vite, specifier, seen)
  return seen
}

/** Specifiers of static and dynamic imports and of re-exports, as code that Vite served writes them. */
export function importsOf(code: string): readonly string[] {
  const pattern =
    /^(?:import|export)\b[^"';]*?\bfrom\s*["']([^"'\n]+)["']|^import\s*["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/gm
  return [...code.matchAll(pattern)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "")
}
