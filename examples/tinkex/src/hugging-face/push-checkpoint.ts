import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { PristineError, readEnv } from "pristine-runtime"
import { downloadCheckpoint } from "../checkpoint-files/download-checkpoint.ts"
import type { DownloadProgress } from "pristine-runtime/node"
import type { RestClient } from "../clients/rest-client.ts"
import { parseTinkerPath } from "../data/tinker-path.ts"
import { checkAdapter, listFiles, nameBaseModel } from "./adapter-files.ts"
import { hubDestination, type HubDestination } from "./hub-destination.ts"
import { resolveHubToken, type HubTokenOptions } from "./hub-token.ts"
import { Hub } from "./hub.ts"
import { modelCard } from "./model-card.ts"
import { chooseFiles, type UploadPatterns } from "./upload-patterns.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"

export interface PushOptions extends HubTokenOptions, UploadPatterns, Partial<HubDestination> {
  /** Makes a repository that everybody can read. One that is there stays as it is. Default false. */
  readonly public?: boolean
  /** Default: `Upload adapter from <path>`. */
  readonly commitMessage?: string
  /** Proposes the commit instead of making it. Default false. */
  readonly createPr?: boolean
  /** Writes a README.md where the checkpoint has none. Default true. */
  readonly modelCard?: boolean
  /** Default: `HF_ENDPOINT`, else `https://huggingface.co`. */
  readonly hubUrl?: string
  /** Of the download from Tinker. */
  readonly onProgress?: DownloadProgress
  readonly signal?: AbortSignal
}

const optionNames = {
  token: true,
  tokenPath: true,
  env: true,
  allow: true,
  ignore: true,
  repo: true,
  revision: true,
  public: true,
  commitMessage: true,
  createPr: true,
  modelCard: true,
  hubUrl: true,
  onProgress: true,
  signal: true,
} as const satisfies OptionNames<PushOptions>

/** Where a checkpoint is now. */
export interface PushedCheckpoint {
  /** `owner/name`. */
  readonly repoId: string
  readonly revision: string
  readonly public: boolean
  /** What was uploaded, by path. */
  readonly files: readonly string[]
  readonly pullRequestUrl?: string
}

/**
 * Uploads a checkpoint to the Hugging Face Hub as a PEFT adapter. Needs the package `@huggingface/hub`. Without `repo` the
 * repository is `tinker-<base model>-<training run>` of the token's account, with a branch for the checkpoint.
 *
 * Rejects with a `TypeError` when `tinkerPath` is no checkpoint path, and with a `PristineError`: `config` without a token or
 * the package, `input` when no file is left to upload or the repository holds another checkpoint, `decode` when the archive
 * is damaged or no adapter, `http` when Tinker or the Hub refuses.
 */
export async function pushCheckpoint(
  rest: RestClient,
  tinkerPath: string,
  options: PushOptions = {},
): Promise<PushedCheckpoint> {
  checkOptions("pushCheckpoint", options, optionNames)
  const path = parseTinkerPath(tinkerPath)
  const { env = readEnv, signal, public: isPublic = false, createPr = false } = options
  signal?.throwIfAborted()
  const token = await resolveHubToken(options)
  const url = options.hubUrl ?? env("HF_ENDPOINT") ?? "https://huggingface.co"
  const hub = await Hub.open({
    url,
    token,
    transport: rest.client.transport,
    signal: signal ?? new AbortController().signal,
  })
  const account = await hub.account()
  const info = await rest.getWeightsInfo(tinkerPath, { ...(signal && { signal }) })

  const { repo, revision } = hubDestination(path, info.base_model, options)
  const repoId = repo.includes("/") ? repo : `${account}/${repo}`
  const outputDir = await mkdtemp(join(tmpdir(), "tinkex-push-"))
  try {
    const { onProgress } = options
    const wanted = { outputDir, ...(onProgress && { onProgress }), ...(signal && { signal }) }
    const { folder } = await downloadCheckpoint(rest, tinkerPath, wanted)
    const unpacked = await listFiles(folder)
    checkAdapter(unpacked)
    await nameBaseModel(folder, info.base_model)
    if (options.modelCard !== false && !unpacked.includes("README.md"))
      await writeFile(join(folder, "README.md"), modelCard(tinkerPath, repoId, info))
    const files = chooseFiles(await listFiles(folder), options)
    if (files.length === 0) throw new PristineError("input", "No file is left to upload: none matches the patterns")

    await hub.createRepo(repoId, isPublic)
    await refuseOther(hub, repoId, revision, tinkerPath)
    if (revision !== "main" && !createPr) await hub.createBranch(repoId, revision)
    const pullRequestUrl = await hub.commit({
      repo: repoId,
      revision,
      title: options.commitMessage ?? `Upload adapter from ${tinkerPath}`,
      files: files.map((each) => ({ path: each, content: pathToFileURL(join(folder, each)) })),
      createPr,
    })
    return { repoId, revision, public: isPublic, files, ...(pullRequestUrl !== undefined && { pullRequestUrl }) }
  } finally {
    await rm(outputDir, { recursive: true, force: true })
  }
}

/** A repository that says it holds one checkpoint is not to hold another: most likely its name was mistyped. */
async function refuseOther(hub: Hub, repo: string, revision: string, tinkerPath: string): Promise<void> {
  const card = await hub.readText(repo, revision, "README.md")
  const found = card?.match(/tinker:\/\/[^\s"'`<>)]+/g) ?? []
  if (found.some((each) => each !== tinkerPath))
    throw new PristineError(
      "input",
      `${repo} holds another checkpoint at ${revision}; name another repository or revision`,
    )
}
