"use server";

import { redirect } from "next/navigation";
import { AuthError, CredentialsSignin } from "next-auth";
import { signIn, signOut } from "@/app/auth";
import { requestContext } from "@/app/page-context";
import type { FormState } from "@/components/auth/account-form";
import { createFirstAdmin } from "@/lib/core/accounts/first-admin";
import { register } from "@/lib/core/accounts/register";
import { ERRORS, type ErrorCode } from "@/lib/shared/errors";
import { attempt, text } from "./form";

/** The first screen of a signed-in member. */
const HOME = "/rooms";

/** Signs in with the form's name, password and, once asked for, code, and leads to `next` inside this instance. */
export async function signInAction(_previous: FormState, form: FormData): Promise<FormState> {
  const code = form.has("code") ? text(form, "code") : undefined;
  const refused = await openSession(text(form, "username"), text(form, "password"), code);
  return refused ?? redirect(safePath(text(form, "next")));
}

/** Makes an account and signs it in. */
export async function registerAction(_previous: FormState, form: FormData): Promise<FormState> {
  const account = { username: text(form, "username"), email: text(form, "email"), password: text(form, "password") };
  const refused = await attempt(async () => register(await requestContext(), account));
  return refused ?? (await openSession(account.username, account.password)) ?? redirect(HOME);
}

/** Makes the first admin's account with the one-time token and signs it in. */
export async function firstAdminAction(_previous: FormState, form: FormData): Promise<FormState> {
  const account = { username: text(form, "username"), email: text(form, "email"), password: text(form, "password") };
  const input = { ...account, token: text(form, "token") };
  const refused = await attempt(async () => createFirstAdmin(await requestContext(), input));
  return refused ?? (await openSession(account.username, account.password)) ?? redirect("/admin");
}

/** Ends the session that asks and leads to the public page. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
  redirect("/");
}

/** `code` is the second factor; without one, an account that has one asks for it. */
async function openSession(username: string, password: string, code?: string): Promise<FormState | undefined> {
  try {
    await signIn("credentials", { username, password, ...(code !== undefined && { code }), redirect: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const refused = error instanceof CredentialsSignin && error.code in ERRORS ? (error.code as ErrorCode) : "internal";
    return sayWhy(refused, code);
  }
}

function sayWhy(refused: ErrorCode, code: string | undefined): FormState {
  const asksForCode = code !== undefined;
  if (refused === "second_factor_required") {
    return asksForCode ? { asksForCode, fields: { code: "is required" } } : { asksForCode: true };
  }
  // Name and password were right a moment ago: it is the code.
  if (asksForCode && refused === "invalid_credentials") {
    return { asksForCode, fields: { code: "is not right, or was used already" } };
  }
  const error =
    refused === "rate_limited" ? "Too many attempts. Try again in a few minutes." : `${ERRORS[refused].title}.`;
  return { asksForCode, error };
}

/** A path inside this instance, as browsers read it; anything that leads to another site becomes the home screen. */
function safePath(path: string): string {
  const inside = "http://inside.invalid";
  if (!path.startsWith("/") || !URL.canParse(path, inside)) return HOME;
  const { origin, pathname, search, hash } = new URL(path, inside);
  return origin === inside && !pathname.startsWith("//") ? pathname + search + hash : HOME;
}
