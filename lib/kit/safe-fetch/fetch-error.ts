/** Why a URL was not fetched, and what is said of it: "The URL leads to a private address". */
export const FETCH_FAULTS = {
  url: "is not written as a URL",
  scheme: "must start with https:// or http://",
  insecure: "must start with https://",
  credentials: "must not hold a password",
  port: "must not name a port of its own",
  private: "leads to a private address",
  unresolved: "names no server that is known",
  refused: "leads to a server that does not answer",
  tls: "leads to a server that cannot prove who it is",
  not_http: "leads to a server that does not speak HTTP",
  timeout: "takes too long to answer",
  aborted: "was not waited for any more",
  too_large: "answers with more than is read",
  cut_off: "gives an answer that is cut off",
  bad_encoding: "gives an answer that cannot be unpacked",
  redirects: "is redirected too often",
  loop: "is redirected in a loop",
  bad_header: "cannot be asked with these headers",
} as const;

export type FetchReason = keyof typeof FETCH_FAULTS;

/**
 * What keeps a URL from being fetched. The message is a sentence for members and tells nothing of the network it was
 * fetched from; `fault` is the same without its subject, as `invalid(field, …)` takes it. Recognise it with `isFetchError`.
 */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly fault: string;
  constructor(
    readonly reason: FetchReason,
    cause?: unknown,
  ) {
    super(`The URL ${FETCH_FAULTS[reason]}.`, { cause });
    this.fault = FETCH_FAULTS[reason];
  }
}

export function isFetchError(error: unknown): error is FetchError {
  return error instanceof Error && error.name === "FetchError" && "reason" in error;
}

/** The error as it is when it is one of these already, and otherwise `reason` with the error as its cause. */
export const asFetchError = (error: unknown, reason: FetchReason): FetchError =>
  isFetchError(error) ? error : new FetchError(reason, error);
