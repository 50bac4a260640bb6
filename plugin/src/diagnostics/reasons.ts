import type { DiagnosticCode } from "./catalogue.ts"

/** Why each diagnostic is there: what would go wrong without it, in one sentence. */
export const reasons: Readonly<Record<DiagnosticCode, string>> = {
  PRISTINE_B0101:
    "The page would hold a call that works with the credentials of a server alone, which must never reach a browser.",
  PRISTINE_B0201: "An operation that grew unseen makes every page slower that calls it.",
  PRISTINE_B0301: "The call would fail when the program runs, with a TypeError that names neither manifest nor fix.",
  PRISTINE_M0001:
    "A text that is cut short or mistyped says less than its author thinks, and nobody could tell what is missing.",
  PRISTINE_M0002: "Parsers keep the last of two keys and drop the first without a word.",
  PRISTINE_M0003: "Depth without a limit would end the build with an overflow of the stack in place of a message.",
  PRISTINE_M0004:
    "What JSON cannot express would mean one thing in YAML and another, or nothing, in the generated code.",
  PRISTINE_M0101: "A mistyped key would be ignored, and the client would go on without what it asks for.",
  PRISTINE_M0102:
    "A value of the wrong kind would be guessed at, and the client would do something else than the manifest says.",
  PRISTINE_M0103: "Without it a call could not be made, or only by a guess.",
  PRISTINE_M0104: "The key comes from another format and would be ignored here.",
  PRISTINE_M0105: "Two spellings of one key could say two things, and only one of them would count.",
  PRISTINE_M0106: "The client would lack what the key asks for, and nobody would notice before it is needed.",
  PRISTINE_M0107: "A word that nothing here knows would fall back to a default that the author did not choose.",
  PRISTINE_M0108: "The text would go into requests as it is, where services or platforms refuse it at the first call.",
  PRISTINE_M0109: "A key that does nothing makes its reader believe that something is taken care of.",
  PRISTINE_M0110: "Two parts of the manifest contradict each other, and whichever counted would surprise somebody.",
  PRISTINE_M0201: "One of the two endpoints would take the other's place, and could not be called.",
  PRISTINE_M0202: "A module can export one thing under one name: one of the operations could not be called.",
  PRISTINE_M0203: "The generated module would not parse, or export only one of the two.",
  PRISTINE_M0204: "JavaScript would take the name for something of its own, such as a promise or a prototype.",
  PRISTINE_M0205: "The name could not be written in a program.",
  PRISTINE_M0206: "Two groups would become one without a word, and the description of one of them would be lost.",
  PRISTINE_M0301: "A reference to nothing would leave the value unchecked and without a type.",
  PRISTINE_M0302: "The client would go on without the policy, limit or credentials that are meant.",
  PRISTINE_M0303: "Reading it would never come to an end.",
  PRISTINE_M0401: "The parameter would never be sent.",
  PRISTINE_M0402: "The request would go to another address than the one that is meant.",
  PRISTINE_M0403:
    "A caller could give only one of the two values, and it would be sent in both places or in the wrong one.",
  PRISTINE_M0404: 'Something like "[object Object]" would be sent.',
  PRISTINE_M0405: "Platforms refuse to send such a body, and services refuse to read it.",
  PRISTINE_M0406: "The path would keep its placeholder, and the value would go where the service does not look for it.",
  PRISTINE_M0501: "The pattern would fail when the module is loaded, and take the whole program with it.",
  PRISTINE_M0502: "The client would send, or hand out, a value that its own validation refuses.",
  PRISTINE_M0503: "Every request or answer of the type would be refused.",
  PRISTINE_M0504: "A value of this variant would be taken for none of them.",
  PRISTINE_M0505: "Of two variants with one mark the second could never be read.",
  PRISTINE_M0506: "Which of the two wire forms is sent would depend on their order in the manifest.",
  PRISTINE_M0507: "The body could not be written, and the first call would fail.",
  PRISTINE_M0508: "Whoever reads the manifest would take for checked what nothing checks.",
  PRISTINE_M0509: "The bytes of a file cannot travel there: they would arrive as an empty object.",
  PRISTINE_M0510:
    "A text of forty characters, from a caller or from the service, would hold up the whole program for hours.",
  PRISTINE_M0601: "The import would lead nowhere, or run code that the manifest does not own.",
  PRISTINE_M0602:
    "The client's own header would be overwritten, and requests would be cut short, sent twice or refused.",
  PRISTINE_M0603: "The value is not known at that moment, and nothing would be sent in its place.",
  PRISTINE_M0701: "The poll would send something that the service does not expect, and never get its answer.",
  PRISTINE_M0702: "The poll would be refused, and the future would fail although its work was done.",
  PRISTINE_M0703: "A page would have no items, and iteration would end at once or never.",
  PRISTINE_M0704: "Iteration would end after the first page as if there were no more, or never.",
  PRISTINE_M0705: "The caller would wait for events that never come, because those that do are skipped.",
}
