import { lookup, type LookupAddress, type LookupOptions } from "node:dns"
import { BlockList, isIP, type LookupFunction } from "node:net"
import { PristineError } from "../../errors/pristine-error.ts"

/** Special-purpose addresses (RFC 6890 and the IANA registries): none of them is a service on the internet. */
const ranges: readonly (readonly [network: string, prefix: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 128],
  ["::1", 128],
  // IPv4 within IPv6: mapped, translated (RFC 6052, 8215), tunnelled (RFC 3056, 4380).
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
]

/** Refuses addresses that are not of the public internet. */
export interface PrivateGuard {
  /** Throws for a host that is such an address itself. */
  check(host: string): void
  /** Resolves names for a socket; whatever a name resolves to at that moment is checked, so that no answer can change later. */
  readonly lookup: LookupFunction
}

/** The guard of one transport. What it refuses is a `PristineError` with code `input` and phase `connect`. */
export function createPrivateGuard(resolve: typeof lookup = lookup): PrivateGuard {
  const blocked = new BlockList()
  for (const [network, prefix] of ranges) blocked.addSubnet(network, prefix, network.includes(":") ? "ipv6" : "ipv4")
  const isPrivate = (address: string): boolean => blocked.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")

  return {
    check(host) {
      const address = host.replace(/^\[|\]$/g, "")
      if (isIP(address) !== 0 && isPrivate(address)) throw refusal()
    },
    lookup(name, options: LookupOptions, callback) {
      resolve(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
        // Without a second argument where it failed.
        const [first] = error === null ? addresses : []
        if (first === undefined) callback(error ?? refusal(), [])
        else if (addresses.some(({ address }) => isPrivate(address))) callback(refusal(), [])
        else if (options.all === true) callback(null, addresses)
        else callback(null, first.address, first.family)
      })
    },
  }
}

function refusal(): PristineError {
  const message = "The host is a private or reserved address, which `guardPrivate` refuses"
  return new PristineError("input", message, { phase: "connect", retryable: false, maybeExecuted: false })
}
