import type { Ctx } from "@/lib/core/context";
import { isDatabaseDown, isUnstorableText } from "@/lib/kit/db";
import { DISK_FULL, DISK_RETRY_SECONDS, isDiskTight } from "@/lib/kit/disk";
import { isDiskFull } from "@/lib/kit/disk-full";
import { AppError, ERRORS, isAppError, type Problem } from "@/lib/shared/errors";

/** Seconds a caller is asked to wait when the database is away. */
const RETRY_AFTER_SECONDS = 2;

/**
 * What a caller may know of `error`: a refusal as it is, a lost database or a full disk as `unavailable`, a text that no database
 * can hold as `bad_request`, anything else as `internal`.
 * The only error table of the instance; the inside of an unexpected error goes to the log, never to the caller.
 */
export function toRefusal(error: unknown, ctx: Pick<Ctx, "log">, where: string): AppError {
  if (isAppError(error)) return error;
  const isDown = isDatabaseDown(error);
  // A PostgreSQL that found no space for its own log is away until it has some.
  if (isDiskFull(error) || (isDown && isDiskTight())) {
    ctx.log.warn({ where, err: error }, "the disk is full");
    return new AppError("unavailable", DISK_FULL, { retryAfter: DISK_RETRY_SECONDS });
  }
  if (isDown) {
    ctx.log.warn({ where, err: error }, "the database is not available");
    return new AppError("unavailable", "The database does not answer. Try again in a moment.", {
      retryAfter: RETRY_AFTER_SECONDS,
    });
  }
  if (isUnstorableText(error)) return new AppError("bad_request", "A text holds a character that cannot be stored.");
  ctx.log.error({ where, err: error }, "unexpected error");
  return new AppError("internal", "The error was recorded under this request id.");
}

/** The RFC 9457 body of a refusal. */
export function toProblem(refusal: AppError, requestId: string): Problem {
  const { status, title } = ERRORS[refusal.code];
  return {
    type: `urn:throng:error:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    ...(refusal.message === title ? {} : { detail: refusal.message }),
    requestId,
    ...refusal.extras,
  };
}
