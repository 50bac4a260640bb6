import type { OperationModel, ResponseModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"

/** The type of everything an operation can fail with, nearest declaration first. */
export function printFailures(
  operation: Pick<OperationModel, "errors">,
  runtime: (type: "PristineError" | "HttpError" | "UndeclaredError" | "FailedCall") => string,
  printBody: (type: TypeNode) => string,
): string {
  const declared = [...operation.errors].filter(isFailure).sort((a, b) => nearness(a) - nearness(b))
  if (declared.length === 0) return runtime("PristineError")
  const statuses = declared.map((response) => printStatus(response.status))
  const failures = declared.map((response, index) => {
    const nearer = statuses.slice(0, index).filter((_, other) => covers(response.status, declared[other]?.status))
    const except = nearer.length === 0 ? "" : `, ${nearer.join(" | ")}`
    const body = response.type ? printBody(response.type) : "undefined"
    return `${runtime("HttpError")}<${statuses[index] ?? ""}, ${body}${except}>`
  })
  const rest = statuses.includes('"default"')
    ? runtime("FailedCall")
    : `${runtime("UndeclaredError")}<${statuses.join(" | ")}>`
  return [...failures, rest].join(" | ")
}

/** Statuses that the error types of the runtime know; others are never an error's. */
export function isFailure({ status }: ResponseModel): boolean {
  return typeof status === "number" || ["3XX", "4XX", "5XX", "default"].includes(normalize(status))
}

function normalize(status: string): string {
  return status === "default" ? status : status.toUpperCase()
}

function printStatus(status: number | string): string {
  return typeof status === "number" ? String(status) : JSON.stringify(normalize(status))
}

function nearness({ status }: ResponseModel): number {
  if (typeof status === "number") return 0
  return status === "default" ? 2 : 1
}

/** Whether a class of statuses, or `default`, takes in another declaration. */
function covers(wide: number | string, narrow: number | string | undefined): boolean {
  if (narrow === undefined || typeof wide === "number") return false
  return wide === "default" || (typeof narrow === "number" && String(narrow).startsWith(wide.charAt(0)))
}
