import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { Hooks } from "../../../src/core/client/hooks.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Operation } from "../../../src/core/operation/operation.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Auth } from "../../../src/ports/auth.ts"
import type { FakeResponder, FakeStep } from "../../../src/testing/fake-transport.ts"
import { bench, type Bench, policy, postSpec, spec, type SpecOver } from "../fixture.ts"

export type Any = Operation<unknown, unknown>

export const get = (over: SpecOver = {}): Any => defineOperation(() => spec(over))
export const post = (over: SpecOver = {}): Any => defineOperation(() => postSpec(over))
export const retried = (over: SpecOver = {}): Any => get({ retry: [policy()], ...over })

export const url = "https://zoo.test/v1/pets/7"
export const key: Auth = { apply: (target) => target.setHeader("X-Key", "secret") }

/** A hook of every kind that writes down what it is told of. */
export function recorder(log: string[], name = ""): Hooks {
  return {
    onRequest: ({ method, url }, { attempt }) => void log.push(`${name}request ${attempt} ${method} ${url}`),
    onResponse: ({ status }, { attempt }) => void log.push(`${name}response ${attempt} ${status}`),
    onRetry: ({ delayMs, error }, { attempt }) =>
      void log.push(`${name}retry ${attempt} ${delayMs} ${(error as PristineError).code}`),
    onError: (error, { operation, attempt }) =>
      void log.push(`${name}error ${operation} ${attempt} ${(error as PristineError).code}`),
  }
}

export function hooked(
  script: readonly FakeStep[] | FakeResponder | undefined,
  hooks: ClientOptions["hooks"],
  options: ClientOptions = {},
): Bench {
  return bench(script, { ...(hooks && { hooks }), ...options })
}
