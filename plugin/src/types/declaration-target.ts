/** The declaration file beside a manifest: `a.pristine.json` → `a.pristine.d.json.ts`. */
export function siblingDeclaration(manifest: string): string {
  return manifest.replace(/\.(json|ya?ml)$/, ".d.$1.ts")
}
