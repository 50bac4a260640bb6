export { it, test } from "../../../runtime/tests/test.ts"
