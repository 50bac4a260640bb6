/**
 * Takes the error of a stream whose reader has left (`check | head -1`) for what it is: nobody reads any more, and nothing went
 * wrong. The command goes on to its end, because it may be writing files; `closed` ends one that would run for ever. Any
 * other error stays one.
 */
export function tolerateClosedPipes(streams: readonly NodeJS.WriteStream[], closed: () => void): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error
      closed()
    })
  }
}
