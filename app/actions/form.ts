import { requestContext } from "@/app/page-context";
import type { FormState } from "@/components/auth/account-form";
import { toRefusal } from "@/lib/core/http/problem";
import { type AppError, isAppError } from "@/lib/shared/errors";

/** The text of a field; empty without one. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Runs a verb; what it refuses becomes what the form shows. */
export async function attempt(run: () => Promise<unknown>): Promise<FormState | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return stateOf(await refusalOf(error));
  }
}

/** What a form shows of a refusal: beside the fields it names, else as a sentence of its own. */
export function stateOf({ message, extras }: AppError): FormState {
  // The first problem of a field is the one to mend first: entries later in the list win.
  const errors = (extras.errors ?? []).toReversed();
  const fields = Object.fromEntries(errors.map((error) => [error.field, error.message]));
  return errors.length > 0 ? { fields } : { error: message.endsWith(".") ? message : `${message}.` };
}

/** Any thrown thing as a refusal. */
export const refusalOf = async (error: unknown): Promise<AppError> =>
  isAppError(error) ? error : toRefusal(error, await requestContext(), "action");
