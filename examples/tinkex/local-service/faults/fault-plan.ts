import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { createRandom, hashText } from "../seeded-random.ts"
import type { FaultRule } from "./fault-rule.ts"
import { checkFault, parseFault } from "./parse-fault.ts"
import { OptionError } from "../option-error.ts"

/** The header that asks for a fault of one request. */
export const faultHeader = "x-local-service-fault"

interface Armed {
  readonly rule: FaultRule
  readonly patterns: readonly (readonly string[])[] | undefined
  met: number
}

/**
 * Decides which request meets which fault. Chance comes from the seed, the switch, the endpoint and how many requests that
 * endpoint has had, so it does not matter in which order requests to different endpoints arrive.
 */
export class FaultPlan {
  readonly #seed: number
  readonly #endpoints: readonly string[]
  readonly #counts = new Map<string, number>()
  #armed: readonly Armed[] = []
  #met = 0

  /**
   * `endpoints`: the names a switch may be restricted to.
   *
   * @throws Error for a faulty switch.
   */
  constructor(rules: readonly (string | FaultRule)[], seed: number, endpoints: readonly string[]) {
    this.#seed = seed
    this.#endpoints = endpoints
    this.replace(rules)
  }

  /**
   * Turns all switches off and these on, and starts to count anew.
   *
   * @throws Error for a faulty switch, before anything has changed.
   */
  replace(rules: readonly (string | FaultRule)[]): void {
    this.#armed = rules.map((rule) => this.#arm(typeof rule === "string" ? parseFault(rule) : checkFault(rule)))
    this.#counts.clear()
  }

  /**
   * The faults that this request meets, the outermost first.
   *
   * @throws HttpError 400 for a fault header that cannot be read.
   */
  draw(exchange: Exchange): readonly FaultRule[] {
    const faults = this.#draw(exchange)
    this.#met += faults.length
    return faults
  }

  /** Faults drawn so far. */
  get met(): number {
    return this.#met
  }

  #draw(exchange: Exchange): readonly FaultRule[] {
    const endpoint = endpointOf(exchange.path)
    const segments = endpoint.split("/")
    const nth = this.#counts.get(endpoint) ?? 0
    if (this.#armed.length > 0) this.#counts.set(endpoint, nth + 1)
    const asked = exchange.headers[faultHeader]
    if (typeof asked === "string") return this.#askedFor(asked, exchange, segments)
    return this.#armed.flatMap((armed, index) => {
      const { rule, patterns } = armed
      if (armed.met >= (rule.times ?? Infinity)) return []
      if (patterns !== undefined && !patterns.some((pattern) => matches(pattern, segments))) return []
      if (!appliesTo(rule, endpoint)) return []
      const chance = createRandom(hashText(`${this.#seed}:${index}:${endpoint}:${nth}`)).next()
      if (chance >= (rule.rate ?? 1)) return []
      armed.met += 1
      return [rule]
    })
  }

  /** A list is one fault for each attempt of a request, as its retry count numbers them; after it, and for `none`, nothing. */
  #askedFor(header: string, exchange: Exchange, segments: readonly string[]): readonly FaultRule[] {
    const attempt = Number(exchange.headers["x-stainless-retry-count"] ?? 0)
    const text = header.split(",")[attempt]?.trim() ?? "none"
    if (text === "none") return []
    try {
      const { rule, patterns } = this.#arm(parseFault(text))
      return patterns === undefined || patterns.some((pattern) => matches(pattern, segments)) ? [rule] : []
    } catch (error) {
      throw new HttpError(400, error instanceof Error ? error.message : "Fault header cannot be read")
    }
  }

  #arm(rule: FaultRule): Armed {
    for (const endpoint of rule.endpoints ?? [])
      if (!this.#endpoints.includes(endpoint))
        throw new OptionError(`Fault ${rule.fault}: there is no endpoint ${JSON.stringify(endpoint.slice(0, 80))}`)
    return { rule, patterns: rule.endpoints?.map((endpoint) => endpoint.split("/")), met: 0 }
  }
}

/** The name of an endpoint: its path after `/api/v1/`, ids as `*`. */
export function endpointName(routePath: string): string {
  return endpointOf(routePath).replace(/\{\w+\}/g, "*")
}

function endpointOf(path: string): string {
  return path.replace(/^\/(?:api\/v1\/)?/, "")
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => part === "*" || part === segments[index])
}

function appliesTo({ fault }: FaultRule, endpoint: string): boolean {
  return typeof fault === "number" || !fault.startsWith("paused_") || endpoint === "retrieve_future"
}
