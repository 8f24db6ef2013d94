"use client";

import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import { CopyButton } from "@/components/ui/copy-button";

const FORMS = { "": "RSS", ".atom": "Atom", ".json": "JSON" } as const;
type Form = keyof typeof FORMS;

/** The secret address of a feed in the form that is wanted. */
export function FeedAddress({ name, path }: { name: string; path: string }) {
  const [form, setForm] = useState<Form>("");
  const address = `${location.origin}${path}${form}`;
  return (
    <div className="flex items-center gap-2">
      <select
        aria-label={`Form of the feed ${name}`}
        value={form}
        onChange={({ currentTarget: { value } }) => setForm(value === ".atom" || value === ".json" ? value : "")}
        className={cn(controlStyles, "h-8 w-20 shrink-0 px-2")}
      >
        {Object.entries(FORMS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <input
        readOnly
        aria-label={`Address of the feed ${name}`}
        value={address}
        onFocus={({ currentTarget }) => currentTarget.select()}
        className={cn(controlStyles, "h-8 min-w-0 flex-1 font-mono text-xs")}
      />
      <CopyButton text={address} />
    </div>
  );
}
