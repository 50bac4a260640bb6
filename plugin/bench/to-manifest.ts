/**
 * A manifest that says what a real OpenAPI document says, as far as benchmarks need it: every operation with its
 * parameters, bodies and answers, and every named schema. What a manifest has no word for becomes `any`.
 */
type Json = Readonly<Record<string, unknown>>

export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Json>>
    readonly parameters?: Json
    readonly responses?: Json
    readonly requestBodies?: Json
  }
}

const methods = ["get", "put", "post", "delete", "patch", "head", "options"]

export function toManifest(document: OpenApiDocument): { readonly manifest: Json; readonly operations: number } {
  const read = new Reader(document)
  const types = Object.fromEntries(
    Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [typeName(name), read.named(schema)]),
  )
  const endpoints: Record<string, Json> = {}
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method] as Json | undefined
      if (!operation) continue
      const { operationId: given = `${method} ${path}` } = operation as { readonly operationId?: string }
      const id = uniqueId(given, endpoints)
      endpoints[id] = read.endpoint(method, path, operation, (item["parameters"] ?? []) as readonly Json[])
    }
  }
  const { title: name, version } = document.info
  const manifest = { name, version, base_url: "https://api.example.com", types, endpoints }
  return { manifest, operations: Object.keys(endpoints).length }
}

class Reader {
  readonly #document: OpenApiDocument

  constructor(document: OpenApiDocument) {
    this.#document = document
  }

  endpoint(method: string, path: string, operation: Json, shared: readonly Json[]): Json {
    const given = [...shared, ...((operation["parameters"] ?? []) as readonly Json[])].map((each) => this.#follow(each))
    const parameters = given.filter(({ in: place }) => place === "path" || place === "query")
    const response = this.#response((operation["responses"] ?? {}) as Readonly<Record<string, Json>>)
    const body = this.#follow((operation["requestBody"] ?? {}) as Json)
    const request = contentSchema(body)
    const fields = Object.keys(this.#follow(request ?? {})["properties"] ?? {})
    const { summary } = operation
    return {
      method: method.toUpperCase(),
      path: path.replaceAll(/[?#].*$/g, ""),
      resource: resourceOf(operation, path),
      ...(typeof summary === "string" && { description: summary }),
      parameters: Object.fromEntries(parameters.map((each) => this.#named(each, fields))),
      ...(["post", "put", "patch", "delete"].includes(method) && { request: request ? this.type(request) : "void" }),
      response: response ?? "void",
    }
  }

  /** The fields of a body stand beside the parameters: one of the same name is called otherwise. */
  #named(parameter: Json, fields: readonly string[]): [name: string, type: Json] {
    const name = String(parameter["name"])
    const type = this.#parameter(parameter)
    return fields.includes(name) ? [`${name}_parameter`, { ...type, alias: name }] : [name, type]
  }

  named(schema: Json): unknown {
    const type = this.type(schema)
    return typeof type === "string" ? { type } : type
  }

  type(schema: Json): unknown {
    const {
      $ref,
      type,
      enum: values,
      properties,
      items,
      allOf,
      oneOf,
      anyOf,
      additionalProperties,
    } = schema as {
      readonly $ref?: string
      readonly type?: string | readonly string[]
      readonly enum?: readonly unknown[]
      readonly properties?: Readonly<Record<string, Json>>
      readonly items?: Json
      readonly allOf?: readonly Json[]
      readonly oneOf?: readonly Json[]
      readonly anyOf?: readonly Json[]
      readonly additionalProperties?: Json | boolean
    }
    if ($ref !== undefined) return this.#reference($ref)
    const kind = typeof type === "string" ? type : type?.find((each) => each !== "null")
    const nullable = schema["nullable"] === true || (Array.isArray(type) && type.includes("null"))
    const facts = {
      ...(typeof schema["description"] === "string" && { description: schema["description"] }),
      ...(nullable && { nullable }),
    }
    if (values && values.every((value) => typeof value === "string")) return { ...facts, enum: [...new Set(values)] }
    const variants = oneOf ?? anyOf
    if (variants && variants.length > 1) return { ...facts, any_of: variants.map((variant) => this.type(variant)) }
    if (variants?.[0]) return this.type(variants[0])
    if (allOf?.length === 1 && allOf[0]) return this.type(allOf[0])
    if (allOf) return "any"
    if (kind === "array") return { ...facts, type: "array", items: items ? this.type(items) : "any" }
    if (properties) return { ...facts, fields: this.#fields(properties, schema["required"]) }
    if (kind === "object") {
      const values = typeof additionalProperties === "object" ? this.type(additionalProperties) : "any"
      return { ...facts, type: "map", items: values }
    }
    if (kind === "string" || kind === "integer" || kind === "number" || kind === "boolean") {
      return Object.keys(facts).length === 0 ? kind : { ...facts, type: kind }
    }
    return "any"
  }

  #fields(properties: Readonly<Record<string, Json>>, required: unknown): Json {
    const needed = new Set(Array.isArray(required) ? required : [])
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => !["__proto__", "constructor", "prototype"].includes(name))
        .map(([name, schema]) => {
          const type = this.type(schema)
          const whole = typeof type === "string" ? { type } : (type as Json)
          return [name, needed.has(name) ? { ...whole, required: true } : whole]
        }),
    )
  }

  #parameter(parameter: Json): Json {
    const type = this.#simple((parameter["schema"] ?? { type: "string" }) as Json)
    return { ...type, ...(parameter["required"] === true && parameter["in"] !== "path" && { required: true }) }
  }

  /** A parameter travels as text: what is no scalar and no list of them is text. */
  #simple(schema: Json): Json {
    const followed = this.#follow(schema)
    const type = this.type(followed)
    if (typeof type === "string")
      return { type: ["string", "integer", "number", "boolean"].includes(type) ? type : "string" }
    const { type: kind, enum: values } = type as { readonly type?: string; readonly enum?: readonly unknown[] }
    if (values) return { enum: values }
    if (kind === "array") return { type: "array", items: this.#simple((followed["items"] ?? {}) as Json) }
    return { type: kind === "integer" || kind === "number" || kind === "boolean" ? kind : "string" }
  }

  #response(responses: Readonly<Record<string, Json>>): unknown {
    const [, success] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? []
    const schema = success && contentSchema(this.#follow(success))
    return schema && this.type(schema)
  }

  #reference($ref: string): string {
    const name = /^#\/components\/schemas\/(.+)$/.exec($ref)?.[1]
    return name === undefined ? "any" : typeName(decodeURIComponent(name))
  }

  #follow(node: Json): Json {
    const { $ref } = node
    if (typeof $ref !== "string") return node
    let found: unknown = this.#document
    for (const key of $ref.replace(/^#\//, "").split("/"))
      found = (found as Readonly<Record<string, unknown>> | undefined)?.[
        key.replaceAll("~1", "/").replaceAll("~0", "~")
      ]
    return (found ?? {}) as Json
  }
}

function contentSchema({ content }: Json): Json | undefined {
  const [, media] =
    Object.entries((content ?? {}) as Readonly<Record<string, Json>>).find(([type]) => /json/.test(type)) ?? []
  return media?.["schema"] as Json | undefined
}

function resourceOf({ tags }: Json, path: string): string {
  const tag = Array.isArray(tags) && typeof tags[0] === "string" ? tags[0] : (path.split("/")[1] ?? "")
  const name = tag.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^[_\d]+/, "")
  return name === "" || name === "default" ? "root" : name
}

function typeName(name: string): string {
  return name
    .replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string = "") => next.toUpperCase())
    .replace(/^\d/, "_$&")
    .replace(/^./, (first) => first.toUpperCase())
}

function uniqueId(wanted: string, taken: Json): string {
  let id = wanted.replaceAll(/[^A-Za-z0-9]+/g, "_")
  while (Object.hasOwn(taken, id)) id += "_again"
  return id
}
