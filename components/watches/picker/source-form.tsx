"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

type Props = {
  url: string;
  pending: boolean;
  wrong?: string;
  onLook: (url: string) => void;
  onType: (url: string) => void;
};

/** Where to look. */
export function SourceForm({ url, pending, wrong, onLook, onType }: Props) {
  const [wasSent, setWasSent] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    if (!pending) onLook(withScheme(url));
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col">
      <div className="flex items-start gap-2 max-sm:flex-col">
        <Field
          label="Address"
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          placeholder="https://shop.example/offers"
          description="A shop or a board, a feed, or an API that answers JSON."
          value={url}
          onValueChange={(text: string) => onType(text)}
          error={wasSent ? wrong : undefined}
          className="w-full sm:flex-1"
        />
        <Button type="submit" pending={pending} className="sm:mt-6.5">
          Look there
        </Button>
      </div>
      <output className="block text-soft text-sm">
        {pending && <p className="mt-2">Asking the server. A site that is busy or slow takes some seconds.</p>}
      </output>
    </form>
  );
}

/** People leave out what browsers add. */
const withScheme = (url: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(url.trim()) || url.trim() === "" ? url.trim() : `https://${url.trim()}`;
