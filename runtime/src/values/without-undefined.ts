/** The same properties; those that may be undefined may be missing in place of it. */
export type WithoutUndefined<Given> = {
  [Name in keyof Given as undefined extends Given[Name] ? never : Name]: Given[Name]
} & {
  [Name in keyof Given as undefined extends Given[Name] ? Name : never]?: Exclude<Given[Name], undefined>
}

/**
 * A copy without the properties that are undefined: what callers leave out stays out, as `exactOptionalPropertyTypes` wants it.
 *
 * @example api.pets.list(withoutUndefined({ limit, page_token: pageToken }))
 */
export function withoutUndefined<Given extends object>(given: Given): WithoutUndefined<Given> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as WithoutUndefined<Given>
}
