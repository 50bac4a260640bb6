/** Something that happened while a loss was computed. Durations are in milliseconds. */
export type LossEvent =
  | { readonly type: "loss:start"; readonly regularizerCount: number }
  | {
      readonly type: "loss:stop"
      readonly regularizerCount: number
      readonly durationMs: number
      readonly lossTotal: number
      readonly regularizerTotal: number
      readonly totalGradNorm: number
    }
  | {
      readonly type: "loss:exception"
      readonly regularizerCount: number
      readonly durationMs: number
      readonly error: unknown
    }
  | { readonly type: "regularizer:start"; readonly name: string; readonly weight: number }
  | {
      readonly type: "regularizer:stop"
      readonly name: string
      readonly weight: number
      readonly durationMs: number
      readonly value: number
      readonly contribution: number
      readonly gradNorm: number
    }
  | {
      readonly type: "regularizer:exception"
      readonly name: string
      readonly weight: number
      readonly durationMs: number
      readonly error: unknown
    }
