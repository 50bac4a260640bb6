export { isLostRun } from "./lost-run.ts"
export type { RecoveryEvent } from "./recovery-event.ts"
export {
  RecoveryExecutor,
  type RecoveringService,
  type RecoverOptions,
  type Recovery,
  type RecoveryOptions,
} from "./recovery-executor.ts"
export type { RecoveryPolicy } from "./recovery-policy.ts"
export { RunMonitor, type RunMonitorOptions } from "./run-monitor.ts"
