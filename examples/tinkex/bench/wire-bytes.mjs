import { subscribe, unsubscribe } from "node:diagnostics_channel"

const channel = "undici:client:connected"

/** Counts the bytes that cross the sockets of the SDK's transport, heads included, without a proxy in between. */
export function watchWire() {
  const sockets = new Set()
  const connected = ({ socket }) => sockets.add(socket)
  subscribe(channel, connected)
  const sum = (name) => [...sockets].reduce((total, socket) => total + socket[name], 0)
  return {
    /** Bytes so far. */
    read: () => ({ sent: sum("bytesWritten"), received: sum("bytesRead"), connections: sockets.size }),
    stop: () => unsubscribe(channel, connected),
  }
}
