"use client";

import { type FormEvent, useState, useTransition } from "react";
import { asRefusal, type Refusal } from "@/lib/client/refusal";

/** What a form holds: the text of each field by name. */
export type Fields = Record<string, string>;

/**
 * Sends a form. A refusal stays beside the form: `error(name)` is what is wrong with a field, which also gets the focus,
 * `notice` what is wrong with the whole.
 */
export function useSubmit(work: (fields: Fields, form: HTMLFormElement) => Promise<void>) {
  const [refusal, setRefusal] = useState<Refusal>();
  const [pending, startTransition] = useTransition();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = textsOf(form);
    startTransition(async () => {
      try {
        await work(fields, form);
        setRefusal(undefined);
      } catch (error) {
        const refused = asRefusal(error);
        setRefusal(refused);
        focusFirst(form, refused);
      }
    });
  };
  return {
    /** For the form. Sent before the page is ready, it must at least not put a password into a URL. */
    props: { onSubmit, method: "post", noValidate: true } as const,
    pending,
    notice: refusal && refusal.errors.length === 0 ? refusal.message : undefined,
    error: (name: string) => refusal?.field(name),
  };
}

const textsOf = (form: HTMLFormElement): Fields =>
  Object.fromEntries(
    [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

/** Dotted names stand for a part of a value: the field is called by the last part. */
function focusFirst(form: HTMLFormElement, refusal: Refusal): void {
  for (const { field } of refusal.errors) {
    const control = form.elements.namedItem(field.split(".").at(-1) ?? field);
    if (control instanceof HTMLElement) return control.focus();
  }
}
