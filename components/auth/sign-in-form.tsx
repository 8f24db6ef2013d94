"use client";

import { ArrowLeft } from "lucide-react";
import { type ReactNode, useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { focusIt } from "@/components/ui/focus-it";
import { Notice } from "@/components/ui/notice";
import type { FormAction, FormState } from "./account-form";
import { DoorLink } from "./auth-page";

type Props = { action: FormAction; next?: string; note?: ReactNode };
/** The password is kept only from the first step to the second. */
type State = FormState & { username: string; password: string; tries: number };

const EMPTY: State = { username: "", password: "", tries: 0 };

/** Name and password; then, for an account with a second factor, its code. */
export function SignInForm({ action, next, note }: Props) {
  const [state, dispatch, pending] = useActionState(async (before: State, data: FormData): Promise<State> => {
    if (data.has("restart")) return { ...EMPTY, username: before.username };
    const username = textOf(data, "username") ?? before.username;
    const password = textOf(data, "password") ?? before.password;
    data.set("username", username);
    data.set("password", password);
    const answer = await action({}, data);
    return { ...answer, username, password: answer.asksForCode ? password : "", tries: before.tries + 1 };
  }, EMPTY);
  return (
    <form action={dispatch} className="flex flex-col gap-5" noValidate>
      {!state.asksForCode && note}
      {state.error && <Notice tone="danger">{state.error}</Notice>}
      {next && <input type="hidden" name="next" value={next} />}
      {state.asksForCode ? <Code key={state.tries} state={state} /> : <NameAndPassword state={state} />}
      <Button type="submit" size="lg" pending={pending} className="w-full">
        Sign in
      </Button>
      {state.asksForCode && (
        <Button type="submit" name="restart" value="yes" look="quiet" className="self-center" disabled={pending}>
          <ArrowLeft aria-hidden="true" />
          Another account
        </Button>
      )}
    </form>
  );
}

function textOf(data: FormData, name: string): string | undefined {
  const value = data.get(name);
  return typeof value === "string" ? value : undefined;
}

function NameAndPassword({ state: { username, fields } }: { state: State }) {
  return (
    <>
      <Field
        key={username}
        label="User name or e-mail"
        name="username"
        description="The address works once you have opened the link in its mail."
        autoComplete="username"
        defaultValue={username}
        error={fields?.username}
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <div className="flex flex-col gap-2">
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          error={fields?.password}
          required
        />
        <p className="self-end text-sm">
          <DoorLink href="/forgot-password">Forgot your password?</DoorLink>
        </p>
      </div>
    </>
  );
}

function Code({ state: { username, fields } }: { state: State }) {
  return (
    <>
      <p className="text-soft text-sm">
        The password of <span className="break-all font-medium text-ink">{username}</span> is right. Now the second
        factor.
      </p>
      <Field
        label="Code"
        name="code"
        description="Six digits from your authenticator app, or one of your recovery codes."
        error={fields?.code}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        ref={focusIt}
        required
      />
    </>
  );
}
