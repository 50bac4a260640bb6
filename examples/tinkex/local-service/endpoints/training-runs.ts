import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { json } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import type { ServiceState } from "../service-state.ts"
import { describeCheckpoint } from "../store/checkpoint.ts"
import type { CheckpointKind } from "../store/tinker-path.ts"
import type { TrainingRun } from "../store/training-run.ts"
import { checkAccessScope, pageOf } from "./page.ts"

/** Models as training runs. There is one owner, so both access scopes see the same. */
export function trainingRunRoutes(state: ServiceState): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/api/v1/training_runs",
      handle: (exchange) => {
        checkAccessScope(exchange)
        const { items, cursor } = pageOf(exchange, listRuns(state, exchange), 20)
        return json({ training_runs: items.map((run) => describeRun(state, run)), cursor })
      },
    },
    {
      method: "GET",
      path: "/api/v1/training_runs/{run}",
      handle: (exchange) => {
        checkAccessScope(exchange)
        const run = state.runs.get(exchange.parameters["run"] ?? "")
        if (run === undefined) throw new HttpError(404, "Training run not found")
        return json(describeRun(state, run))
      },
    },
  ]
}

/** Newest first. */
function listRuns(state: ServiceState, exchange: Exchange): readonly TrainingRun[] {
  const projectId = exchange.query.get("project_id")
  const runs = [...state.runs.values()].reverse()
  if (projectId === null) return runs
  return runs.filter(
    (run) => run.sessionId !== undefined && state.sessions.find(run.sessionId)?.projectId === projectId,
  )
}

function describeRun(state: ServiceState, run: TrainingRun) {
  const latest = (kind: CheckpointKind) => {
    const checkpoint = state.checkpoints.latest(run.id, kind)
    return checkpoint === undefined ? null : describeCheckpoint(checkpoint)
  }
  return {
    training_run_id: run.id,
    base_model: run.baseModel,
    model_owner: "local",
    is_lora: true,
    corrupted: false,
    lora_rank: run.config.rank,
    last_request_time: new Date(run.lastRequestAt).toISOString(),
    last_checkpoint: latest("weights"),
    last_sampler_checkpoint: latest("sampler_weights"),
    user_metadata: run.userMetadata ?? null,
  }
}
