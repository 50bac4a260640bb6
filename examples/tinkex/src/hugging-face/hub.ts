import type * as library from "@huggingface/hub"
import { PristineError, waitFor, type Transport } from "pristine-runtime"

type Library = typeof library

export interface HubOptions {
  /** Such as `https://huggingface.co`. */
  readonly url: string
  readonly token: string
  /** Of what is read without the library. */
  readonly transport: Transport
  /** In place of the platform's, for what the library sends. */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal: AbortSignal
}

/** A file to be committed: its path in the repository, and the `file:` URL that it is read from while it is sent. */
export interface HubFile {
  readonly path: string
  readonly content: URL
}

export interface HubCommit {
  /** `owner/name`. */
  readonly repo: string
  /** A branch. */
  readonly revision: string
  readonly title: string
  readonly files: readonly HubFile[]
  /** Proposes the commit instead of making it. */
  readonly createPr: boolean
}

const timeouts = { connectMs: 10_000, headersMs: 60_000, bodyIdleMs: 60_000 }

/** The Hub's API as far as it is needed here. Failures are `PristineError`s that show no address: those of storage are signed. */
export class Hub {
  readonly #library: Library
  readonly #options: HubOptions
  readonly #common: Parameters<Library["whoAmI"]>[0] & { readonly accessToken: string }

  private constructor(library: Library, options: HubOptions) {
    this.#library = library
    this.#options = options
    const { url, token, fetch: given } = options
    this.#common = { hubUrl: url, accessToken: token, ...(given && { fetch: given }) }
  }

  /** Rejects with a `PristineError` (code `config`) where `@huggingface/hub` is not installed. */
  static async open(options: HubOptions): Promise<Hub> {
    return new Hub(await loadLibrary(), { ...options, url: options.url.replace(/\/+$/, "") })
  }

  /** Name of the account that the token belongs to. */
  async account(): Promise<string> {
    return (await this.#told(this.#library.whoAmI(this.#common))).name
  }

  /** Makes a repository for a model, unless it is there. `repo`: `owner/name`. */
  async createRepo(repo: string, isPublic: boolean): Promise<void> {
    const visibility = isPublic ? "public" : "private"
    await this.#unlessThere(this.#library.createRepo({ ...this.#common, repo, visibility }))
  }

  /** Makes a branch from the default one, unless it is there. */
  async createBranch(repo: string, branch: string): Promise<void> {
    await this.#unlessThere(this.#library.createBranch({ ...this.#common, repo, branch }))
  }

  /** A text file of a repository; `undefined` where there is none. */
  async readText(repo: string, revision: string, path: string): Promise<string | undefined> {
    const { url, token, transport, signal } = this.#options
    const { status, body } = await transport.send({
      method: "GET",
      url: `${url}/${repo}/resolve/${encodeURIComponent(revision)}/${path}`,
      headers: [["Authorization", `Bearer ${token}`]],
      signal,
      timeouts,
    })
    if (status === 200) return body.text(1_000_000)
    await body.cancel()
    if (status === 404) return undefined
    throw failure(status, undefined)
  }

  /** Uploads files in one commit. Resolves to the address of the pull request where it is one. */
  async commit({ repo, revision, title, files, createPr }: HubCommit): Promise<string | undefined> {
    // The library leaves its listeners on the signal that it is given.
    const own = new AbortController()
    const abort = (): void => own.abort()
    const { signal } = this.#options
    signal.addEventListener("abort", abort)
    try {
      const commit = this.#library.uploadFiles({
        ...this.#common,
        repo,
        branch: revision,
        commitTitle: title,
        files: [...files],
        isPullRequest: createPr,
        abortSignal: own.signal,
        // The Hub's older protocol: plain HTTP without WebAssembly, and the one that the tests speak.
        useXet: false,
      })
      return (await this.#told(commit))?.pullRequestUrl
    } finally {
      signal.removeEventListener("abort", abort)
    }
  }

  async #unlessThere(call: Promise<unknown>): Promise<void> {
    try {
      await this.#told(call)
    } catch (error) {
      if (!(error instanceof PristineError && error.status === 409)) throw error
    }
  }

  /** The library's errors hold addresses in their messages, so they are not passed on, not as a cause either. */
  async #told<Value>(call: Promise<Value>): Promise<Value> {
    const { signal } = this.#options
    try {
      return await waitFor(call, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof Error)) throw error
      if ("statusCode" in error) throw failure(Number(error.statusCode), "data" in error ? error.data : undefined)
      // The platform's word for a connection that failed; the reason is in its cause.
      if (error instanceof TypeError && error.cause instanceof Error)
        throw new PristineError("connection", "The Hugging Face Hub was not reached", { cause: error.cause })
      throw error
    }
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import("@huggingface/hub")
  } catch (cause) {
    throw new PristineError("config", "@huggingface/hub is not installed: npm install @huggingface/hub", { cause })
  }
}

function failure(status: number, body: unknown): PristineError {
  const why = status === 401 ? ": the token is not valid" : status === 403 ? ": the token may not do that" : ""
  return new PristineError("http", `The Hugging Face Hub answered ${status}${why}`, { status, body })
}
