import type { ApiModel } from "../../../src/model/api-model.ts"
import { any, apiModel, constant, json, operation, parameter, text } from "./model-parts.ts"

/** The document of the original architecture, as the loader reads it. */
export const seed: ApiModel = apiModel({
  name: "tinkex",
  version: "0.1.0",
  baseUrl: constant("https://tinker.thinkingmachines.dev"),
  auth: new Map([["default", [{ type: "bearer", env: "TINKER_API_KEY", pointer: "/auth/default/0" }]]]),
  operations: [
    operation({
      id: "forward_backward",
      pointer: "/endpoints/forward_backward",
      name: "forwardBackward",
      method: "POST",
      route: "/v1/models/{model_id}/forward_backward",
      path: [
        { kind: "text", text: "/v1/models/" },
        { kind: "parameter", name: "model_id", style: "simple" },
        { kind: "text", text: "/forward_backward" },
      ],
      parameters: [parameter({ name: "model_id", in: "path", type: text })],
      body: {
        placement: "body",
        type: any,
        required: false,
        constants: [],
        contentType: "application/json",
        encodings: [],
      },
      result: any,
      success: [{ status: "2XX", type: any, media: json, pointer: "" }],
      kind: "future",
      poll: {
        operation: undefined,
        input: [],
        headers: [],
        pending: [],
        failed: [],
        interval: constant(1000),
      },
    }),
  ],
})
