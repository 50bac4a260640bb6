import { endpoint, endpoints, head, types, type Cases } from "./marked-manifest.ts"

export const namesCases: Cases<"02"> = {
  PRISTINE_M0201: {
    "two of a list": {
      given: `{ ${head}, "endpoints": [\n{ "id": "a", "method": "GET", "path": "/" },\n{ "id": ▶"a", "method": "GET", "path": "/b" }] }`,
      want: `"a"`,
    },
  },
  PRISTINE_M0202: {
    "one name by another spelling": {
      given: endpoints(
        `"get_pet": { "method": "GET", "path": "/a" },\n    ▶"getPet": { "method": "GET", "path": "/b" }`,
      ),
      want: `both named "getPet"`,
    },
    "one name given": {
      given: endpoints(
        `"a": { "method": "GET", "path": "/a" },\n    "b": { "name": ▶"a", "method": "GET", "path": "/b" }`,
      ),
      want: "another `name`",
    },
    "a name given that another has without its resource's word": {
      given: endpoints(
        `"list_pets": { "resource": "pets", "method": "GET", "path": "/a" },\n    "all": { "name": ▶"list", "resource": "pets", "method": "GET", "path": "/b" }`,
      ),
      want: `both named "list"`,
    },
    "the same, the other way round": {
      given: endpoints(
        `"all": { "name": ▶"list", "resource": "pets", "method": "GET", "path": "/b" },\n    "list_pets": { "resource": "pets", "method": "GET", "path": "/a" }`,
      ),
      want: `both named "list"`,
    },
  },
  PRISTINE_M0203: {
    "a type named like an input": {
      given: endpoints(
        `▶"get": { "resource": "pets", "method": "GET", "path": "/" }`,
        `"types": { "PetsGetInput": "string" }`,
      ),
      want: `"PetsGetInput" twice`,
    },
    "an operation named like a resource": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    ▶"pets": { "method": "GET", "path": "/p" }`,
      ),
      want: `"pets" twice`,
    },
    "a flat name of another": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    ▶"pets_get": { "method": "GET", "path": "/p" }`,
      ),
      want: `"petsGet" twice`,
    },
    "a name given that is an export": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    "one": { "name": ▶"petsGet", "method": "GET", "path": "/p" }`,
      ),
      want: `"petsGet" twice`,
    },
    "a name given that is a resource": {
      given: endpoints(
        `"get": { "resource": "pets", "method": "GET", "path": "/" },\n    "one": { "name": ▶"pets", "method": "GET", "path": "/p" }`,
      ),
      want: `"pets" twice`,
    },
    "a schema of another type": { given: types(`"Pet": "string", ▶"PetSchema": "string"`), want: `"PetSchema" twice` },
    "the client factory": {
      given: endpoints(`▶"create_client": { "method": "GET", "path": "/" }`),
      want: "the client factory",
    },
    "an operation and a resource within one": {
      given: endpoints(
        `"get": { "resource": "pets.store", "method": "GET", "path": "/" },\n    "open": { "name": ▶"store", "resource": "pets", "method": "GET", "path": "/p" }`,
      ),
      want: `"pets.store"`,
    },
  },
  PRISTINE_M0204: {
    "an operation named then": { given: endpoints(`▶"then": { "method": "GET", "path": "/" }`), want: `"then"` },
    "an operation named default": {
      given: endpoints(`▶"default": { "method": "GET", "path": "/" }`),
      want: `"default"`,
    },
    "a resource named default": { given: endpoint(`"resource": ▶"default"`), want: "a resource" },
    "a type named __proto__": { given: types(`▶"__proto__": "string"`), want: `"__proto__"` },
    "a resource named constructor": { given: endpoint(`"resource": ▶"constructor"`), want: "a resource" },
    "a parameter named __proto__": { given: endpoint(`"parameters": { ▶"__proto__": "string" }`), want: "a parameter" },
    "a path parameter named constructor": {
      given: endpoints(`"a": { "method": "GET", "path": ▶"/{constructor}" }`),
      want: "a parameter",
    },
  },
  PRISTINE_M0205: {
    "a type in small letters": { given: types(`▶"pet_name": "string"`), want: `Did you mean "PetName"?` },
    "a type named like a primitive": { given: types(`▶"string": "integer"`), want: "begin with a letter" },
    "an operation of digits": { given: endpoints(`▶"2fa": { "method": "GET", "path": "/" }`), want: "an operation" },
    "an operation of signs": { given: endpoints(`▶"!!": { "method": "GET", "path": "/" }`), want: `"!!"` },
  },
  PRISTINE_M0206: {
    "a resource that is spelled in two ways": {
      given: endpoints(
        `"a": { "resource": "pet-store", "method": "GET", "path": "/a" },\n    "b": { "resource": ▶"petStore", "method": "GET", "path": "/b" }`,
      ),
      want: `"pet-store" and "petStore" would both be "petStore"`,
    },
    "a resource that holds others": {
      given: endpoints(
        `"a": { "resource": "pet_store.toys", "method": "GET", "path": "/a" },\n    "b": { "resource": ▶"petStore.food", "method": "GET", "path": "/b" }`,
      ),
      want: `"pet_store" and "petStore"`,
    },
  },
}
