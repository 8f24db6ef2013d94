import { type ErrorCode, isAppError } from "@/lib/shared/errors";

/** The code that `attempt` is refused with, "ok" when it is not; anything unexpected is thrown on. */
export async function refusalOf(attempt: Promise<unknown>): Promise<ErrorCode | "ok"> {
  try {
    await attempt;
    return "ok";
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
