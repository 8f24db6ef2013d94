import { type FetchReason, isFetchError } from "@/lib/kit/safe-fetch/fetch-error";

/** Why asking was refused; what was answered, in words, when it was not. */
export async function reasonOf(
  asking: Promise<{ status: number; body: Buffer }>,
): Promise<FetchReason | `${number} ${string}`> {
  try {
    const { status, body } = await asking;
    return `${status} with ${body.length} bytes`;
  } catch (error) {
    if (isFetchError(error)) return error.reason;
    throw error;
  }
}
