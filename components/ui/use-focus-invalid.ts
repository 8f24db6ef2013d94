"use client";

import { type RefObject, useEffect } from "react";

/** Brings the focus to the first field the server found wrong, each time `answer` changes. */
export function useFocusInvalid(form: RefObject<HTMLFormElement | null>, answer: unknown): void {
  useEffect(() => {
    if (answer) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form, answer]);
}
