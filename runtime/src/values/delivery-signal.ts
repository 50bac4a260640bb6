/**
 * Marks the signal under which telemetry is delivered. Calls made with that signal emit no events: telemetry does not
 * report itself.
 */
export const deliverySignal: unique symbol = Symbol.for("pristine.delivery") as never
