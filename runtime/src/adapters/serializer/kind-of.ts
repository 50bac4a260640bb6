/** What a value says that it is, such as `Date`: an object of another realm is no instance of this one's classes. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}
