/** JSON Pointer (RFC 6901) into the source document: `/endpoints/get_pet/path`. Positions are computed from it when asked for. */
export type Pointer = string
