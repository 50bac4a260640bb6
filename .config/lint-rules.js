/** Rules of this repository that no linter has. */

const clockInstead = "Take a Clock: `clock` of runtime/tests/test.ts in a test, an injected one in a source."

/** Makes a rule that reports what `find` gives listeners for. */
const rule = (message, find) => ({
  create: (context) => find((node) => context.report({ node, message })),
})

export default {
  meta: { name: "pristine" },
  rules: {
    "no-module-state": rule("Whoever imports a module shares its state: keep it in what a caller makes.", (report) => ({
      Program({ body }) {
        for (const statement of body) {
          const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement
          if (node?.type === "VariableDeclaration" && node.kind === "let") report(node)
        }
      },
    })),
    "no-current-date": rule(clockInstead, (report) => ({
      NewExpression(node) {
        if (node.callee.name === "Date" && node.arguments.length === 0) report(node)
      },
    })),
    "no-barrel-over-barrel": rule("No barrels over barrels.", (report) => ({
      ExportAllDeclaration(node) {
        if (node.source.value.includes("index")) report(node)
      },
    })),
  },
}
