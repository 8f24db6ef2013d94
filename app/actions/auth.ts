"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { AuthError } from "next-auth";
import { signIn, signOut } from "@/app/auth";
import { onVisit, visitOf } from "@/app/auth-visit";
import { HOME } from "@/app/home";
import { requestContext } from "@/app/page-context";
import type { FormState } from "@/components/auth/account-form";
import { createFirstAdmin } from "@/lib/core/accounts/first-admin";
import { register } from "@/lib/core/accounts/register";
import { anonymous } from "@/lib/core/context";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import type { RateLimitName } from "@/lib/core/engine/rate-limits/types";
import { signOut as endOwnSession } from "@/lib/core/sessions/end-session";
import type { AppError } from "@/lib/shared/errors";
import { attempt, refusalOf, stateOf, text } from "./form";

/** Signs in with the form's name, password and, once asked for, code, and leads to `next` inside this instance. */
export async function signInAction(_previous: FormState, form: FormData): Promise<FormState> {
  const code = form.has("code") ? text(form, "code") : undefined;
  const refused = await openSession({ username: text(form, "username"), password: text(form, "password"), code });
  return refused ?? redirect(safePath(text(form, "next")));
}

/** Makes an account and signs it in. */
export async function registerAction(_previous: FormState, form: FormData): Promise<FormState> {
  const account = { username: text(form, "username"), email: text(form, "email"), password: text(form, "password") };
  const refused = await attempt(async () => register(await requestContext(), account));
  return refused ?? (await openSession(account, ["auth"])) ?? redirect(HOME.href);
}

/** Makes the first admin's account with the one-time token and signs it in. */
export async function firstAdminAction(_previous: FormState, form: FormData): Promise<FormState> {
  const account = { username: text(form, "username"), email: text(form, "email"), password: text(form, "password") };
  const input = { ...account, token: text(form, "token") };
  const refused = await attempt(async () => createFirstAdmin(await requestContext(), input));
  return refused ?? (await openSession(account, ["auth"])) ?? redirect("/admin");
}

/** Ends the session that asks and leads to the public page. Counted like every sign-out, and over the limit done all the same. */
export async function signOutAction(): Promise<void> {
  const ctx = await requestContext();
  await attempt(() => enforce(ctx, "auth"));
  if (ctx.actor.kind === "member") await endOwnSession(ctx, {});
  // What is left is to take the cookie away.
  await onVisit(visitOf(await headers(), anonymous), () => signOut({ redirect: false }));
  redirect("/");
}

/** Name and password; `code` is the second factor: without one, an account that has one asks for it. */
type Given = { username: string; password: string; code?: string };

/** Signs in. `counted` names the rate limits that the request has counted under already. */
async function openSession(
  { username, password, code }: Given,
  counted?: readonly RateLimitName[],
): Promise<FormState | undefined> {
  const visit = visitOf(await headers(), anonymous, counted);
  const fields = { username, password, ...(code !== undefined && { code }), redirect: false };
  try {
    await onVisit(visit, () => signIn("credentials", fields));
    return undefined;
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return sayWhy(await refusalOf(visit.refusal ?? error), code);
  }
}

function sayWhy(refused: AppError, code: string | undefined): FormState {
  const asksForCode = code !== undefined;
  if (refused.code === "second_factor_required") {
    return asksForCode ? { asksForCode, fields: { code: "is required" } } : { asksForCode: true };
  }
  // Name and password were right a moment ago: it is the code.
  if (asksForCode && refused.code === "invalid_credentials") {
    return { asksForCode, fields: { code: "is not right, or was used already" } };
  }
  return { asksForCode, ...stateOf(refused) };
}

/** A path inside this instance, as browsers read it; anything that leads to another site becomes the home screen. */
function safePath(path: string): string {
  const inside = "http://inside.invalid";
  if (!path.startsWith("/") || !URL.canParse(path, inside)) return HOME.href;
  const { origin, pathname, search, hash } = new URL(path, inside);
  return origin === inside && !pathname.startsWith("//") ? pathname + search + hash : HOME.href;
}
