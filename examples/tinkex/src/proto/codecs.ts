export { forwardBackward } from "./request-codec.ts"
export { forwardBackwardOutput } from "./output-codec.ts"
export { sampleResponse } from "./sample-codec.ts"
