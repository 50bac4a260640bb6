/** Compiles a TypeScript entry with the runtime's sources to a file that Node runs; packages stay outside. */
export function compileEntry(entry: string): Promise<string>
