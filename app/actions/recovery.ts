"use server";

import { redirect } from "next/navigation";
import { requestContext } from "@/app/page-context";
import type { FormState } from "@/components/auth/account-form";
import { confirmEmailChange } from "@/lib/core/accounts/email/confirm-email-change";
import { requestPasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { resetPassword } from "@/lib/core/accounts/password/reset-password";
import { attempt, refusalOf, text } from "./form";

/** Asks for a mail that sets a new password. What comes next is the same whether the email has an account or not. */
export async function requestResetAction(_previous: FormState, form: FormData): Promise<FormState> {
  const email = text(form, "email");
  const refused = await attempt(async () => requestPasswordReset(await requestContext(), { email }));
  return refused ?? redirect("/forgot-password?sent=1");
}

/** Sets a new password with the token of a mail and leads to the sign-in page. */
export async function resetPasswordAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = { token: text(form, "token"), newPassword: text(form, "newPassword") };
  const refused = await attempt(async () => resetPassword(await requestContext(), input));
  if (refused?.fields?.token) return { error: "This link is not whole. Copy all of it from the mail." };
  return refused ?? redirect("/login?reset=1");
}

export type ConfirmedEmail = { email?: string; error?: string };

/** Moves an account to the email whose mail held `token`. */
export async function confirmEmailAction(token: string): Promise<ConfirmedEmail> {
  try {
    return await confirmEmailChange(await requestContext(), { token });
  } catch (error) {
    const refusal = await refusalOf(error);
    return {
      error:
        refusal.code === "invalid_input" ? "This link is not whole. Copy all of it from the mail." : refusal.message,
    };
  }
}
