export { forwardBackward } from "./proto/request-codec.ts"
export { forwardBackwardOutput } from "./proto/output-codec.ts"
export { sampleResponse } from "./proto/sample-codec.ts"
