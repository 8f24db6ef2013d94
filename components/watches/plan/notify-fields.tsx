"use client";

import { Switch } from "@/components/ui/switch";
import type { Notify } from "@/lib/features/watches/watch-schemas";

const choices = [
  { name: "matches", label: "New listings that match" },
  { name: "newLow", label: "A price lower than ever before" },
  { name: "back", label: "What came back, or is in stock again" },
  { name: "trouble", label: "That the watch fails, and that it works again" },
] as const;

type Props = { notify: Notify; onChange: (notify: Notify) => void };

/** What its owner is told of. */
export function NotifyFields({ notify, onChange }: Props) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2.5 font-medium text-sm">Tell me of</legend>
      {choices.map(({ name, label }) => (
        <Switch
          key={name}
          label={label}
          checked={notify[name]}
          onChange={(isOn) => onChange({ ...notify, [name]: isOn })}
        />
      ))}
    </fieldset>
  );
}
