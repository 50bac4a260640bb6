/** Key of a text that is percent-encoded already. No JSON has it, so nothing that a caller was given passes for encoded. */
export const encoded: unique symbol = /* @__PURE__ */ Symbol()
