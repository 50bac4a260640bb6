/** A copy of what is given itself: nothing that a prototype has, such as a polluted one of all objects, shines through. */
export function ownProperties<Given extends object>(given: Given): Given {
  return Object.assign(Object.create(null) as Given, given)
}
