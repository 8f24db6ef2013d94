"use client";

import { type ComponentProps, type ReactNode, useActionState, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";

/** What an action answers when it did not succeed; on success it leads elsewhere. */
export type FormState = {
  error?: string;
  fields?: Record<string, string>;
  /** Name and password are right; the account has a second factor. */
  asksForCode?: boolean;
};
export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>;

type FieldProps = Pick<ComponentProps<typeof Field>, "label" | "name" | "type" | "autoComplete" | "description">;
type Props = {
  action: FormAction;
  fields: FieldProps[];
  hidden?: Record<string, string>;
  submit: string;
  note?: ReactNode;
};

/** What was typed, so that a refused form comes back filled; never the password. */
function typed(data: FormData): Record<string, string> {
  const texts = [...data].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts.filter(([name]) => name !== "password"));
}

/** A form of an account: fields, the errors the server found beside them, and one button. */
export function AccountForm({ action, fields, hidden = {}, submit, note }: Props) {
  const [state, dispatch, pending] = useActionState(
    async (previous: FormState, data: FormData) => ({ ...(await action(previous, data)), values: typed(data) }),
    { values: {} as Record<string, string> } as FormState & { values: Record<string, string> },
  );
  const form = useRef<HTMLFormElement>(null);
  useFocusInvalid(form, state.fields);
  return (
    <form ref={form} action={dispatch} className="flex flex-col gap-5" noValidate>
      {note}
      {state.error && <Notice tone="danger">{state.error}</Notice>}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <Field
          key={`${field.name}:${state.values[field.name] ?? ""}`}
          {...field}
          defaultValue={state.values[field.name]}
          error={state.fields?.[field.name]}
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      ))}
      <Button type="submit" size="lg" pending={pending} className="w-full">
        {submit}
      </Button>
    </form>
  );
}
