"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import { type ReactNode, useState } from "react";

type Tab<Value extends string> = { value: Value; label: string; content: ReactNode };
type Props<Value extends string> = {
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** Several views of one thing, one at a time. One is made when it is first looked at, and stays from then on. */
export function Tabs<Value extends string>({ label, tabs, value, onChange }: Props<Value>) {
  const [seen, setSeen] = useState<ReadonlySet<Value>>(new Set([value]));
  if (!seen.has(value)) setSeen(new Set([...seen, value]));
  return (
    <Base.Root value={value} onValueChange={(next: Value) => onChange(next)} className="flex min-w-0 flex-col gap-4">
      <Base.List aria-label={label} className="flex w-fit max-w-full flex-wrap rounded-md bg-hover p-0.75">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="rounded-[0.4rem] px-3.5 py-1.5 text-soft text-sm transition-colors hover:text-ink data-active:bg-surface data-active:font-medium data-active:text-ink data-active:shadow-card"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} keepMounted className="min-w-0 rounded-md">
          {seen.has(tab.value) && tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
