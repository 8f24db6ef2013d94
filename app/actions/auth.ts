"use server";

import { redirect } from "next/navigation";
import { AuthError, CredentialsSignin } from "next-auth";
import { signIn, signOut } from "@/app/auth";
import { requestContext } from "@/app/page-context";
import type { FormState } from "@/components/auth/account-form";
import { createFirstAdmin } from "@/lib/core/accounts/first-admin";
import { register } from "@/lib/core/accounts/register";
import { toRefusal } from "@/lib/core/http/problem";
import { ERRORS, type ErrorCode, isAppError } from "@/lib/shared/errors";

/** The first screen of a signed-in member. */
const HOME = "/rooms";

/** Signs in with the form's name and password and leads to `next` inside this instance. */
export async function signInAction(_previous: FormState, form: FormData): Promise<FormState> {
  const refused = await openSession(text(form, "username"), text(form, "password"));
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

async function openSession(username: string, password: string): Promise<FormState | undefined> {
  try {
    await signIn("credentials", { username, password, redirect: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const code = error instanceof CredentialsSignin && error.code in ERRORS ? (error.code as ErrorCode) : "internal";
    return {
      error: code === "rate_limited" ? "Too many attempts. Try again in a few minutes." : `${ERRORS[code].title}.`,
    };
  }
}

/** Runs a verb; a refusal becomes what the form shows. */
async function attempt(run: () => Promise<unknown>): Promise<FormState | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    const refusal = isAppError(error) ? error : toRefusal(error, await requestContext(), "action");
    // The first problem of a field is the one to mend first: entries later in the list win.
    const errors = (refusal.extras.errors ?? []).toReversed();
    const fields = Object.fromEntries(errors.map(({ field, message }) => [field, message]));
    return Object.keys(fields).length > 0 ? { fields } : { error: refusal.message };
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** A path inside this instance, as browsers read it; anything that leads to another site becomes the home screen. */
function safePath(path: string): string {
  const inside = "http://inside.invalid";
  if (!path.startsWith("/") || !URL.canParse(path, inside)) return HOME;
  const { origin, pathname, search, hash } = new URL(path, inside);
  return origin === inside && !pathname.startsWith("//") ? pathname + search + hash : HOME;
}
