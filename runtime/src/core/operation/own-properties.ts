/** The prototype that has nothing. Under `Object.create(null)` each object would be a hash table, slower to read. */
const bare = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.create(null) as object)

/** A copy of what is given itself: nothing that a prototype has, such as a polluted one of all objects, shines through. */
export function ownProperties<Given extends object>(given: Given): Given {
  return Object.assign(Object.create(bare) as Given, given)
}
