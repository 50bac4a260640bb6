/** Whether an address is reached from its own machine alone. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){1,3}|(?:0*:)*:?0*1|::ffff:127(?:\.\d+){3})$/i.test(host)
}
