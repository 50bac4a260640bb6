export { consistency, type ConsistencyOptions } from "./consistency.ts"
export { differentiatedRegularizer, type TensorPenalty } from "./differentiated-regularizer.ts"
export { elasticNet, type ElasticNetOptions } from "./elastic-net.ts"
export { entropy, type EntropyOptions } from "./entropy.ts"
export type { ExecutionOptions } from "./execution.ts"
export { gradientPenalty, type GradientOf, type GradientPenaltyOptions } from "./gradient-penalty.ts"
export { klDivergence, type KlDivergenceOptions } from "./kl-divergence.ts"
export { l1, type L1Options } from "./l1.ts"
export { l2, type L2Options } from "./l2.ts"
export type { LossEvent } from "./loss-event.ts"
export { lossReport, type LossReport } from "./loss-report.ts"
export { orthogonality, type OrthogonalityOptions } from "./orthogonality.ts"
export { regularizedLoss, type RegularizedLossOptions } from "./regularized-loss.ts"
export type { Penalty, Regularizer, RegularizerInput } from "./regularizer.ts"
export {
  structuredLoss,
  type BaseLoss,
  type Contribution,
  type StructuredLoss,
  type WeightedRegularizer,
} from "./structured-loss.ts"
export type { Target } from "./target.ts"
export { tensor, type Tensor } from "./tensor.ts"
