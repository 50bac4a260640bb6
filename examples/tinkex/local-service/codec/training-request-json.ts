import type { Fields } from "../http/fields.ts"
import type { TrainingDatum, TrainingOrder, TrainingTensor } from "../training/training-request.ts"
import { denseFromCsr, denseTensor } from "./dense-tensor.ts"
import { readModelInput } from "./model-input-json.ts"

/** Where the older JSON wire puts the data of a training request. */
export type TrainingInputName = "forward_backward_input" | "forward_input"

/**
 * Reads the body of a JSON `forward_backward` or `forward` request, as clients before 0.22.3 send it.
 *
 * @throws HttpError 422 naming the faulty field.
 */
export function readTrainingRequestJson(body: Fields, inputName: TrainingInputName): TrainingOrder {
  const forwardOnly = inputName === "forward_input" || body.boolean("forward_only", false)
  return {
    modelId: body.string("model_id"),
    seqId: body.integer("seq_id"),
    forwardOnly,
    read: () => {
      const input = body.object(inputName)
      return {
        data: input.objects("data").map(readDatum),
        lossFn: input.string("loss_fn"),
        lossFnConfig: readConfig(input.optionalObject("loss_fn_config")),
        forwardOnly,
      }
    },
  }
}

function readConfig(config: Fields | undefined): Readonly<Record<string, number>> {
  if (config === undefined) return {}
  return Object.fromEntries(config.names().map((name) => [name, config.number(name, 0)]))
}

function readDatum(datum: Fields): TrainingDatum {
  const inputs = datum.object("loss_fn_inputs")
  return {
    tokens: readModelInput(datum.object("model_input")),
    inputs: new Map(inputs.names().map((name) => [name, readTensor(inputs.object(name))])),
  }
}

function readTensor(tensor: Fields): TrainingTensor {
  const data = Float64Array.from(tensor.numbers("data"))
  const shape = tensor.has("shape") ? tensor.numbers("shape") : []
  if (!tensor.has("sparse_crow_indices")) return denseTensor(data, shape)
  const parts = {
    values: data,
    crowIndices: Float64Array.from(tensor.numbers("sparse_crow_indices")),
    colIndices: Float64Array.from(tensor.numbers("sparse_col_indices")),
  }
  return denseFromCsr(parts, shape)
}
