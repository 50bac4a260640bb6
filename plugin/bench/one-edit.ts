/** A manifest's text after one change, and what tells it from all others. */
export interface Edit {
  readonly text: string
  /** A word of the change: the code of its part holds it, and the declarations do. */
  readonly mark: string
  /** What of the generated module holds the change. */
  readonly part: "resource" | "schemas"
}

interface Manifest {
  readonly types: Readonly<Record<string, { readonly fields?: Record<string, unknown> }>>
  readonly endpoints: Readonly<Record<string, { description?: string; path: string }>>
}

export interface Editor {
  /** The path of the endpoint that is changed, as it was. */
  readonly path: string
  /** One change more beside those before. */
  next(): Edit
}

/** Changes a manifest a little, again and again. */
export function createEditor(text: string): Editor {
  const manifest = JSON.parse(text) as Manifest
  const endpoints = Object.values(manifest.endpoints)
  const endpoint = endpoints[endpoints.length >> 1]
  const objects = Object.values(manifest.types).flatMap(({ fields }) => (fields ? [fields] : []))
  const fields = objects[objects.length >> 1]
  if (!endpoint || !fields) throw new Error("The manifest has no endpoint, or no type with fields")
  const { path } = endpoint
  const edits = [
    (mark: string) => {
      endpoint.description = `Says ${mark}`
      return "resource" as const
    },
    (mark: string) => {
      fields[mark] = { type: "string" }
      return "schemas" as const
    },
    (mark: string) => {
      endpoint.path = `${path}/${mark}`
      return "resource" as const
    },
  ]
  let count = 0
  return {
    path,
    next() {
      const mark = `edited${count}x`
      const part = edits[count % edits.length]?.(mark) ?? "resource"
      count += 1
      return { text: JSON.stringify(manifest, undefined, 2), mark, part }
    },
  }
}
