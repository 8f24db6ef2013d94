/** A start that cannot go on, told in one sentence to the person who typed the command: it is shown without a stack. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** True for an error whose message is all the person at the terminal needs. */
export function isStartError(error: unknown): error is Error {
  return error instanceof Error && (error.name === "StartError" || error.name === "EnvironmentError");
}

/** The code of a system error (`ENOENT`, `EACCES` …); undefined for any other. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
