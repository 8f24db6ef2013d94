import type { ErrorCode, FieldError, Problem } from "@/lib/shared/errors";
import type { LiveError } from "@/lib/shared/live";

/** `offline`: the server was not reached or did not answer; what was asked may or may not have happened. */
export type RefusalCode = ErrorCode | "offline";

/** What the server did not do, in words for the person who asked. Thrown by `api()` and by live requests. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly errors: FieldError[] = [],
    readonly retryAfter?: number,
    /** The limit that was met. */
    readonly rateLimit?: string,
  ) {
    super(message);
  }

  /** What is wrong with the field, when the server said so. */
  field(name: string): string | undefined {
    return this.errors.find((error) => error.field === name)?.message;
  }
}

export const offline = () => new Refusal("offline", "The server cannot be reached right now.");

export const fromLive = ({ code, message, errors, retryAfter, rateLimit }: LiveError) =>
  new Refusal(code, message, errors, retryAfter, rateLimit);

export const fromProblem = ({ code, title, detail, errors, retryAfter, rateLimit }: Problem) =>
  new Refusal(code, detail ?? title, errors, retryAfter, rateLimit);

/** Any thrown thing as a refusal: what is not one means that the server was not reached. */
export const asRefusal = (error: unknown): Refusal => (error instanceof Refusal ? error : offline());
