/** What the command takes: how `parseArgs` of node:util reads it, the name of its value, and what it does. */
export const flags = {
  port: { type: "string", value: "N", does: "listen there (a free port)" },
  host: { type: "string", value: "ADDRESS", does: "listen on that address (127.0.0.1)" },
  cors: { type: "string", multiple: true, value: "ORIGIN", does: "let pages of it in, or of all (*); repeat for more" },
  model: { type: "string", multiple: true, value: "NAME", does: "offer this base model; repeat for more" },
  seed: { type: "string", value: "N", does: "makes ids, adapters and samples repeatable" },
  state: { type: "string", value: "FOLDER", does: "keep everything there, to go on after a restart" },
  directory: { type: "string", value: "FOLDER", does: "keep checkpoints there" },
  flag: { type: "string", multiple: true, value: "NAME=VALUE", does: "tell clients this flag; repeat for more" },
  fault: { type: "string", multiple: true, value: "FAULT", does: "let this go wrong; repeat for more" },
  "fault-seed": { type: "string", value: "N", does: "decides which requests the faults meet (the seed)" },
  "long-poll-ms": { type: "string", value: "N", does: "hold polls for so long (20000)" },
  "try-again-status": { type: "string", value: "N", does: "status of polls without a result: 408 or 200 (408)" },
  "result-lifetime-ms": { type: "string", value: "N", does: "keep results for so long (3600000)" },
  "metadata-only-bytes": { type: "string", value: "N", does: "tell of larger results by their size (1048576)" },
  "token-lifetime": { type: "string", value: "N", does: "seconds for which a web token is good (3600)" },
  "refresh-interval": { type: "string", value: "N", does: "seconds between looks at the configuration (300)" },
  "archive-answer": { type: "string", value: "FORM", does: "links to archives by redirect or json (redirect)" },
  json: { type: "boolean", does: "print the URL and the settings as a line of JSON" },
  version: { type: "boolean", short: "V", does: "print the version" },
  help: { type: "boolean", short: "h", does: "print this" },
} as const

/** Values of those flags that take one of a few. */
export const flagValues = {
  "try-again-status": ["408", "200"],
  "archive-answer": ["redirect", "json"],
} as const
