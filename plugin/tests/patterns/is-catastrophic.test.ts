import { describe, expect } from "vitest"
import { isCatastrophic } from "../../src/patterns/is-catastrophic.ts"
import { it } from "../test.ts"

describe("K112 a pattern whose time doubles with every few characters", () => {
  it.each([
    "(a+)+$",
    "(a|a)*$",
    "([a-z]+)*\\1",
    "^(.*)*$",
    "^(\\w+\\s?)*$",
    "^(a|b|ab)*$",
    "^([a-z]|[a-c])*d$",
    "(x+x+)+y",
    "^(?:a{2}|a{3})*$",
    "^(?:a{5}|a{7})*b",
    "^([a-zA-Z0-9_.\\-])+@(([a-zA-Z0-9\\-])+\\.)+([a-zA-Z0-9]{2,4})+$",
    "^(a?b?)*$",
    "^\\s*(\\S+\\s*)*$",
    "^(\\p{L}|\\p{Lu})+$",
    "((a+)+b)*",
    "^(?=(a+)+b)",
    "^(?!(\\d|\\w)+;)",
    "^(?:(?:a{1,20}){1,20}){1,20}$",
    "^(?:.|\\n|[^x])*x",
    "^(([^,]+),?)+$",
    "^(aa|a?a)+?$",
  ])("%s", (pattern) => {
    expect(isCatastrophic(pattern)).toBe(true)
  })
})

describe("K112 a pattern whose time does not", () => {
  it.each([
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^\\s*.*?\\s*$",
    "^(?:[a-z]+\\.)*[a-z]+$",
    "^[A-Za-z]([A-Za-z0-9_-]*[A-Za-z0-9])?$",
    "\\s+$",
    "^(?=.{1,253}$)(?:[a-z]+\\.)+[a-z]{2,}$",
    "^.{1,5000}$",
    "^[a-z]{0,63}(\\.[a-z]{0,63})*$",
    "^arn:aws:iam::[0-9]{12}:role/.+$",
    "^((?!foo).)*$",
    "^\\S+@\\S+\\.\\S+$",
    "(a+)+",
    "(a|a)*",
    "^(?:[ab]?b)+",
    "^(?:a(?:b|[ab])+b?)*",
    "^(a{0,3}b)*$",
    "^[A-Z]{2}[0-9]{2}(?:[ ]?[0-9A-Z]{1,4}){1,8}$",
    "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$",
    "^(?:a?)*$",
    '^(?:[^"\\\\]|\\\\.)*$',
    "^\\p{Lu}\\p{Ll}*(?: \\p{Lu}\\p{Ll}*)*$",
    "^(a+b+)*$",
    "",
    "^$",
    "a{0}",
    "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$",
    "(unclosed",
    `^(?:${"abcdefghij".repeat(100)})+$`,
    "^(?:\\ud83d)*(?:\\u{10ffff}|\\u{0})*$",
  ])("%s", (pattern) => {
    expect(isCatastrophic(pattern)).toBe(false)
  })
})
