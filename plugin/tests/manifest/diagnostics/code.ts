import { endpoint, head, types, type Cases } from "./marked-manifest.ts"

export const codeCases: Cases<"06"> = {
  PRISTINE_M0601: {
    "a URL": { given: endpoint(`"classify": ▶"https://evil.example/a.js#b"`), want: "a URL" },
    "a scheme": { given: endpoint(`"classify": ▶"node:fs#rm"`), want: "a scheme" },
    "an absolute path": { given: endpoint(`"classify": ▶"/etc/a.js#b"`), want: "absolute" },
    "a Windows path": { given: endpoint(String.raw`"classify": ▶"..\\a.js#b"`), want: "absolute" },
    "no export": { given: endpoint(`"classify": ▶"./a.js"`), want: "export is missing" },
    "an export that is code": { given: endpoint(`"classify": ▶"./a.js#b();evil"`), want: "not an identifier" },
    "a quote in the file": { given: endpoint(`"classify": ▶"./a\\".js#b"`), want: "neither relative nor a package" },
    "of a codec": { given: types(`"A": { "type": "any", "codec": ▶"byte" }`), want: "export is missing" },
  },
  PRISTINE_M0602: {
    authorization: { given: endpoint(`"headers": { ▶"Authorization": "Bearer x" }`), want: "Use `auth`." },
    "content-length": { given: endpoint(`"headers": { ▶"content-length": "1" }`), want: "transport counts" },
  },
  PRISTINE_M0603: {
    "an answer in a request": {
      given: endpoint(`"headers": { "A": { "from": ▶"$response.header.B" } }`),
      want: "headers and queries",
    },
    "a poll outside one": { given: endpoint(`"headers": { "A": { "from": ▶"$poll.iteration" } }`), want: "$attempt" },
    "a base URL": {
      given: `{ ${head}, "endpoints": {}, "base_url": { "from": ▶"$runtime.os" } }`,
      want: `"env": "NAME"`,
    },
  },
}
