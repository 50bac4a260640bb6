import type { ClientConfig } from "#tinker.pristine.json"

/** The flags of a service that has none to give: the manifest's defaults. */
export const defaultFlags: ClientConfig = {
  pjwt_auth_enabled: false,
  credential_default_source: "api_key",
  sample_dispatch_bytes_semaphore_size: 10_485_760,
  inflight_response_bytes_semaphore_size: 52_428_800,
  parallel_fwdbwd_chunks: true,
  proto_compress_fwdbwd: false,
  fwdbwd_max_chunk_len: 1024,
  fwdbwd_max_chunk_bytes_count: 5_000_000,
  fwdbwd_dispatch_bytes_semaphore_size: 50_000_000,
  billing_exception_max_pause_duration_sec: 3600,
  sample_no_retries: false,
  sample_enable_stuck_detection: true,
  sample_max_concurrent_requests: 2000,
  create_model_via_load_weights: false,
}
