import type { Client } from "pristine-runtime"
import * as create from "./create.ts"
import createCode from "./create.ts?raw"
import * as error from "./error.ts"
import errorCode from "./error.ts?raw"
import * as get from "./get.ts"
import getCode from "./get.ts?raw"
import * as invalid from "./invalid.ts"
import invalidCode from "./invalid.ts?raw"
import * as stream from "./stream.ts"
import streamCode from "./stream.ts?raw"

/** Something to try. What is shown is the file that runs. */
export interface Scenario {
  readonly id: string
  readonly title: string
  readonly code: string
  /** A promise of the result, or a stream of ever longer ones. */
  readonly run: (client: Client) => PromiseLike<unknown> | AsyncIterable<unknown>
}

export const scenarios: readonly [Scenario, ...Scenario[]] = [
  { id: "get", title: "Get", code: getCode, run: get.run },
  { id: "create", title: "Create", code: createCode, run: create.run },
  { id: "stream", title: "Stream", code: streamCode, run: stream.run },
  { id: "error", title: "Declared error", code: errorCode, run: error.run },
  { id: "invalid", title: "Invalid input", code: invalidCode, run: invalid.run },
]
