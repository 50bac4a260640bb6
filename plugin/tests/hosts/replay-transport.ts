/** A transport, as built code sees it, that records requests and answers each with the same JSON. */
export interface ReplayTransport {
  readonly requests: {
    readonly method: string
    readonly url: string
    readonly headers: readonly (readonly [string, string])[]
  }[]
  send(request: ReplayTransport["requests"][number]): Promise<object>
}

export function createReplayTransport(answer: unknown): ReplayTransport {
  const requests: ReplayTransport["requests"] = []
  return {
    requests,
    send(request) {
      requests.push(request)
      const bytes = new TextEncoder().encode(JSON.stringify(answer))
      return Promise.resolve({
        status: 200,
        headers: new Headers({ "content-type": "application/json" }),
        body: {
          bytes: () => Promise.resolve(bytes),
          text: () => Promise.resolve(JSON.stringify(answer)),
          stream: () => new Blob([bytes]).stream(),
          cancel: () => Promise.resolve(),
        },
      })
    },
  }
}
