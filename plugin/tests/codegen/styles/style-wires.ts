/** What a parameter named `color` can be given. `undefined` and `null` are absent (RFC 6570, section 2.3). */
export const givens = {
  "an empty text": "",
  "a text": "blue",
  "a text of delimiters": "a b&c=d,e|f;g",
  "a text of reserved characters": ":/?#[]@!$'()*+",
  "a text beyond ASCII": "é😀",
  "a text in per cent": "50%25",
  "a number": 1.5,
  "minus zero": -0,
  "a boolean": false,
  "a big integer": 2n ** 64n,
  nothing: undefined,
  null: null,
  "a list": ["blue", "black", "brown"],
  "a list of one": ["blue"],
  "an empty list": [],
  "a list with absent items": ["blue", null, undefined, "brown"],
  "a list of nothing": [null, undefined],
  "a list of an empty text": [""],
  "a list of two empty texts": ["", ""],
  "a list of delimiters": ["a,b", "c d", "e|f", "g&h=i"],
  "a list of scalars": [1, true, 2n, "x"],
  "an object": { R: 100, G: 200, B: 150 },
  "an object of one": { R: 100 },
  "an empty object": {},
  "an object with absent members": { R: 100, G: null, B: undefined },
  "an object of nothing": { R: null, G: undefined },
  "an object in another order": { b: 1, a: 2 },
  "an object of an empty text": { R: "" },
  "an object of delimiters": { "a b&": "x=y,z|" },
  "an object of scalars": { t: true, f: false, z: 0 },
} as const

export type Given = keyof typeof givens

/** What is sent; `undefined`: the parameter is left out; `refused`: the call fails before anything is sent. */
export type Wires = Readonly<Record<Given, string | undefined>>

export const refused = "(refused)"

const absent = {
  nothing: undefined,
  null: undefined,
  "an empty list": undefined,
  "a list of nothing": undefined,
  "an empty object": undefined,
  "an object of nothing": undefined,
} as const

/** One value, the same in every style of a query. */
const scalars = {
  "an empty text": "color=",
  "a text": "color=blue",
  "a text of delimiters": "color=a%20b%26c%3Dd%2Ce%7Cf%3Bg",
  "a text of reserved characters": "color=%3A%2F%3F%23%5B%5D%40!%24'()*%2B",
  "a text beyond ASCII": "color=%C3%A9%F0%9F%98%80",
  "a text in per cent": "color=50%2525",
  "a number": "color=1.5",
  "minus zero": "color=0",
  "a boolean": "color=false",
  "a big integer": "color=18446744073709551616",
} as const

/** The tables of OpenAPI 3.1.1, section 4.8.12.4 ("Style Examples"), and RFC 6570, sections 3.2.8 and 2.3. */
export const formExploded: Wires = {
  ...absent,
  ...scalars,
  "a list": "color=blue&color=black&color=brown",
  "a list of one": "color=blue",
  "a list with absent items": "color=blue&color=brown",
  "a list of an empty text": "color=",
  "a list of two empty texts": "color=&color=",
  "a list of delimiters": "color=a%2Cb&color=c%20d&color=e%7Cf&color=g%26h%3Di",
  "a list of scalars": "color=1&color=true&color=2&color=x",
  "an object": "R=100&G=200&B=150",
  "an object of one": "R=100",
  "an object with absent members": "R=100",
  "an object in another order": "b=1&a=2",
  "an object of an empty text": "R=",
  "an object of delimiters": "a%20b%26=x%3Dy%2Cz%7C",
  "an object of scalars": "t=true&f=false&z=0",
}

/** `form`, `spaceDelimited` and `pipeDelimited` without `explode` differ in what joins. */
export function joinedBy(separator: "," | "%20" | "%7C"): Wires {
  const join = (...parts: readonly string[]): string => `color=${parts.join(separator)}`
  return {
    ...absent,
    ...scalars,
    "a list": join("blue", "black", "brown"),
    "a list of one": "color=blue",
    "a list with absent items": join("blue", "brown"),
    "a list of an empty text": "color=",
    "a list of two empty texts": join("", ""),
    "a list of delimiters": join("a%2Cb", "c%20d", "e%7Cf", "g%26h%3Di"),
    "a list of scalars": join("1", "true", "2", "x"),
    "an object": join("R", "100", "G", "200", "B", "150"),
    "an object of one": join("R", "100"),
    "an object with absent members": join("R", "100"),
    "an object in another order": join("b", "1", "a", "2"),
    "an object of an empty text": join("R", ""),
    "an object of delimiters": join("a%20b%26", "x%3Dy%2Cz%7C"),
    "an object of scalars": join("t", "true", "f", "false", "z", "0"),
  }
}

/** Only objects have this style; `[` and `]` may not stand in a query as they are (RFC 3986, section 3.4). */
export const deepObject: Partial<Wires> = {
  nothing: undefined,
  null: undefined,
  "an empty object": undefined,
  "an object of nothing": undefined,
  "an object": "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
  "an object of one": "color%5BR%5D=100",
  "an object with absent members": "color%5BR%5D=100",
  "an object in another order": "color%5Bb%5D=1&color%5Ba%5D=2",
  "an object of an empty text": "color%5BR%5D=",
  "an object of delimiters": "color%5Ba%20b%26%5D=x%3Dy%2Cz%7C",
  "an object of scalars": "color%5Bt%5D=true&color%5Bf%5D=false&color%5Bz%5D=0",
}

/** `simple` of a header: nothing is percent-encoded there, and a value beyond Latin-1 cannot be sent. */
export function headerWires(explode: boolean): Wires {
  const pair = explode ? "=" : ","
  return {
    ...absent,
    "an empty text": "",
    "a text": "blue",
    "a text of delimiters": "a b&c=d,e|f;g",
    "a text of reserved characters": ":/?#[]@!$'()*+",
    "a text beyond ASCII": refused,
    "a text in per cent": "50%25",
    "a number": "1.5",
    "minus zero": "0",
    "a boolean": "false",
    "a big integer": "18446744073709551616",
    "a list": "blue,black,brown",
    "a list of one": "blue",
    "a list with absent items": "blue,brown",
    "a list of an empty text": "",
    "a list of two empty texts": ",",
    "a list of delimiters": "a,b,c d,e|f,g&h=i",
    "a list of scalars": "1,true,2,x",
    "an object": `R${pair}100,G${pair}200,B${pair}150`,
    "an object of one": `R${pair}100`,
    "an object with absent members": `R${pair}100`,
    "an object in another order": `b${pair}1,a${pair}2`,
    "an object of an empty text": `R${pair}`,
    "an object of delimiters": `a b&${pair}x=y,z|`,
    "an object of scalars": `t${pair}true,f${pair}false,z${pair}0`,
  }
}

/** A segment of a path takes one value and never nothing; the manifest has no list there. */
export const segmentWires: Wires = {
  ...(Object.fromEntries(Object.keys(givens).map((given) => [given, refused])) as Wires),
  "a text": "blue",
  "a text of delimiters": "a%20b&c=d,e%7Cf;g",
  "a text of reserved characters": ":%2F%3F%23%5B%5D@!$'()*+",
  "a text beyond ASCII": "%C3%A9%F0%9F%98%80",
  "a text in per cent": "50%2525",
  "a number": "1.5",
  "minus zero": "0",
  "a boolean": "false",
  "a big integer": "18446744073709551616",
}

/** Several segments take a list too. */
export const segmentsWires: Wires = {
  ...segmentWires,
  "a text of reserved characters": ":/%3F%23%5B%5D@!$'()*+",
  "a list": "blue/black/brown",
  "a list of one": "blue",
  "a list of delimiters": "a,b/c%20d/e%7Cf/g&h=i",
  "a list of scalars": "1/true/2/x",
}
