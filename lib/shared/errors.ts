import { z } from "zod";

/**
 * Every error a caller can meet: a stable `code`, its HTTP status and a title.
 * Doors translate them; verbs throw them with `fail()`.
 */
export const ERRORS = {
  bad_request: { status: 400, title: "The request could not be understood" },
  invalid_input: { status: 400, title: "The input is not valid" },
  unauthenticated: { status: 401, title: "Sign in to continue" },
  invalid_credentials: { status: 401, title: "Name or password is wrong" },
  second_factor_required: { status: 401, title: "Enter the code of your authenticator app" },
  forbidden: { status: 403, title: "You may not do this" },
  bad_origin: { status: 403, title: "The request came from another site" },
  blocked: { status: 403, title: "This IP is blocked" },
  not_found: { status: 404, title: "Nothing was found here" },
  method_not_allowed: { status: 405, title: "This method is not offered here" },
  conflict: { status: 409, title: "This is already taken" },
  gone: { status: 410, title: "This no longer exists" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "Send the body as application/json" },
  rate_limited: { status: 429, title: "Rate limit exceeded" },
  internal: { status: 500, title: "Something went wrong on the server" },
  unavailable: { status: 503, title: "The service is not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

export const FieldError = z.object({ field: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457 problem details, the body of every error answer. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(FieldError).optional(),
  /** Rate limits only: which rate limit refused, and when to come back. */
  rateLimit: z.string().optional(),
  retryAfter: z.number().int().optional(),
  resetAt: z.iso.datetime().optional(),
});
export type Problem = z.infer<typeof Problem>;

export type ErrorExtras = Pick<Problem, "errors" | "rateLimit" | "retryAfter" | "resetAt">;

/** An expected refusal. Recognise it with `isAppError`, never with `instanceof`: bundles hold copies of this class. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    detail?: string,
    readonly extras: ErrorExtras = {},
  ) {
    super(detail ?? ERRORS[code].title);
  }
}

/** Throws the refusal `code` with an optional sentence for the person who caused it. */
export function fail(code: ErrorCode, detail?: string, extras?: ErrorExtras): never {
  throw new AppError(code, detail, extras);
}

/** Throws `invalid_input` on `field`; `message` says what is wrong with it, such as "is not right". */
export function invalid(field: string, message: string): never {
  return invalidFields([{ field, message }]);
}

/** As `invalid`, for all that is wrong at once. A sentence for people is made of the first; "" stands for the whole input. */
export function invalidFields(errors: FieldError[]): never {
  const first = errors[0];
  return fail("invalid_input", first && `${first.field || "The input"}: ${first.message}`, { errors });
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === "AppError" && "code" in error && String(error.code) in ERRORS;
}
