import type { PristineError } from "../../errors/pristine-error.ts"
import { makeOperation } from "../operation/make-operation.ts"
import { memoise } from "../operation/memoise.ts"
import type { OperationSpec, PageSpec } from "../operation/operation-spec.ts"
import type { PageOperation } from "../operation/operation.ts"
import { ownProperties } from "../operation/own-properties.ts"
import { PageSequence } from "./page-sequence.ts"
import { rawMember } from "../operation/raw-member.ts"

/** An operation that lists. The thunk runs on the first call, once. */
export function definePages<Input = unknown, Page = unknown, Item = unknown, Failure = PristineError>(
  build: () => PageSpec<Input>,
): PageOperation<Input, Page, Item, Failure> {
  const operation = makeOperation(
    memoise<OperationSpec>(() => ownProperties(build())),
    {
      invoke: (invocation) => new PageSequence(invocation),
      members: rawMember,
    },
  )
  return operation as unknown as PageOperation<Input, Page, Item, Failure>
}
