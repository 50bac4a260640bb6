import type * as library from "@huggingface/hub"
import { isPristineError, PristineError, waitFor, type Transport } from "pristine-runtime"
import { transportFetch } from "./transport-fetch.ts"

type Library = typeof library

export interface HubOptions {
  /** Such as `https://huggingface.co`. */
  readonly url: string
  readonly token: string
  /** Sends all requests. */
  readonly transport: Transport
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

/** The Hub's API as far as it is needed here. Failures are `PristineError`s that show no address: those of storage are signed. */
export class Hub {
  readonly #library: Library
  readonly #signal: AbortSignal
  readonly #common: { readonly hubUrl: string; readonly accessToken: string; readonly fetch: typeof globalThis.fetch }

  private constructor(library: Library, { url, token, transport, signal }: HubOptions) {
    this.#library = library
    this.#signal = signal
    this.#common = {
      hubUrl: url.replace(/\/+$/, ""),
      accessToken: token,
      fetch: transportFetch(transport, signal),
    }
  }

  /** Rejects with a `PristineError` (code `config`) where `@huggingface/hub` is not installed. */
  static async open(options: HubOptions): Promise<Hub> {
    return new Hub(await loadLibrary(), options)
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
    const { hubUrl, accessToken, fetch: send } = this.#common
    const address = `${hubUrl}/${repo}/resolve/${encodeURIComponent(revision)}/${path}`
    const response = await this.#told(send(address, { headers: { Authorization: `Bearer ${accessToken}` } }))
    if (response.status === 200) return response.text()
    if (response.status === 404) return undefined
    throw failure(response.status, undefined)
  }

  /** Uploads files in one commit. Resolves to the address of the pull request where it is one. */
  async commit({ repo, revision, title, files, createPr }: HubCommit): Promise<string | undefined> {
    const commit = this.#library.uploadFiles({
      ...this.#common,
      repo,
      branch: revision,
      commitTitle: title,
      files: [...files],
      isPullRequest: createPr,
      // The Hub's older protocol: plain HTTP without WebAssembly, and the one that the tests speak.
      useXet: false,
    })
    return (await this.#told(commit))?.pullRequestUrl
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
    try {
      // Reading files takes time, too, and has no signal.
      return await waitFor(call, this.#signal)
    } catch (error) {
      if (isPristineError(error, "connection") || isPristineError(error, "timeout"))
        throw new PristineError(error.code, `Hugging Face Hub: ${error.message}`, { cause: error })
      if (!(error instanceof Error) || !("statusCode" in error)) throw error
      throw failure(Number(error.statusCode), "data" in error ? error.data : undefined)
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
