import { createSocket } from "node:dgram"
import { Resolver, type LookupAddress } from "node:dns"
import { once } from "node:events"
import type { LookupFunction } from "node:net"

/** What a name is answered with: addresses, or the code of an error (RFC 1035, section 4.1.1). */
export type DnsAnswer = readonly string[] | { readonly rcode: number }

/** A name server on the loopback interface; disposing closes it. */
export interface DnsServer extends AsyncDisposable {
  /** Looks names up there, for a socket. */
  readonly lookup: LookupFunction
  /** Names that were asked for. */
  readonly asked: readonly string[]
}

const headerLength = 12
const question = { typeAndClass: 4 }
const pointerToQuestion = [0xc0, headerLength]
const typeA = [0, 1]
const classInternet = [0, 1]
const expiresAtOnce = [0, 0, 0, 0]
const response = 0x81
const recursion = 0x80

/** @param answer Is asked for the number of the question, from 0, too: a name may move. */
export async function serveDns(answer: (name: string, index: number) => DnsAnswer): Promise<DnsServer> {
  const asked: string[] = []
  const socket = createSocket("udp4")
  socket.on("message", (message, { port, address }) => {
    const labels: string[] = []
    let at = headerLength
    for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
      labels.push(message.toString("latin1", at + 1, at + 1 + length))
      at += 1 + length
    }
    const name = labels.join(".")
    const given = answer(name, asked.length)
    asked.push(name)
    const addresses = "rcode" in given ? [] : given
    const code = "rcode" in given ? given.rcode : 0
    const records = addresses.map((ip) =>
      Buffer.from([
        ...pointerToQuestion,
        ...typeA,
        ...classInternet,
        ...expiresAtOnce,
        0,
        4,
        ...ip.split(".").map(Number),
      ]),
    )
    const header = [...message.subarray(0, 2), response, recursion | code, 0, 1, 0, records.length, 0, 0, 0, 0]
    const asking = message.subarray(headerLength, at + 1 + question.typeAndClass)
    socket.send(Buffer.concat([Buffer.from(header), asking, ...records]), port, address)
  })
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")

  const resolver = new Resolver({ tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    asked,
    lookup(name, options, callback) {
      resolver.resolve4(name, (error, addresses: string[] | undefined) => {
        const found = (addresses ?? []).map((address): LookupAddress => ({ address, family: 4 }))
        if (error) callback(error, [])
        else if (options.all === true) callback(null, found)
        else callback(null, found[0]?.address ?? "", 4)
      })
    },
    async [Symbol.asyncDispose]() {
      resolver.cancel()
      await new Promise<void>((resolve) => socket.close(resolve))
    },
  }
}
