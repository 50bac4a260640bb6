/** Whether a method is one that RFC 9110, section 9.2.2, calls idempotent: twice does no more than once. */
export function isIdempotentMethod(method: string): boolean {
  return /^(?:GET|HEAD|PUT|DELETE|OPTIONS|TRACE)$/i.test(method)
}
