"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Sign } from "@/components/layout/sign";
import { useGo } from "@/components/layout/use-go";
import { CountBadge } from "@/components/ui/badge";
import { Key } from "@/components/ui/key";
import type { Command } from "@/lib/client/feature";
import { useMember } from "@/lib/client/member";
import type { Group } from "./find";
import { PALETTE_FIELD } from "./open-palette";
import { takeTyped } from "./typed-ahead";
import { useOffer } from "./use-offer";

type Props = {
  query: string;
  onType: (next: string) => void;
  signOut: () => Promise<void>;
  /** Told before what was chosen is done: whether it leads to another page. */
  onChoose: (leads: boolean) => void;
};

/** The field and what it finds. */
export function Finder({ query, onType, signOut, onChoose }: Props) {
  const groups = useOffer(query, signOut);
  const choose = useChoose(onChoose);
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      value={query}
      onValueChange={(next, { reason }) => reason !== "item-press" && onType(next)}
      itemToStringValue={({ label }: Command) => label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search aria-hidden="true" className="size-4.5 shrink-0 text-faint" />
        <Autocomplete.Input
          id={PALETTE_FIELD}
          onFocus={() => {
            const typed = takeTyped();
            if (typed) onType(query + typed);
          }}
          aria-label="Search or jump to"
          placeholder="Where to, or what to do?"
          spellCheck={false}
          className="h-13 w-full bg-transparent text-md outline-none placeholder:text-faint any-pointer-coarse:text-base"
        />
      </div>
      <Autocomplete.Empty>
        <p className="px-5 py-6 text-faint text-sm">Nothing goes by that name.</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="min-h-0 scroll-py-2 overflow-y-auto overscroll-contain p-2 outline-none data-empty:p-0">
        {(group: Group) => <GroupRows key={group.value} group={group} onPress={choose} />}
      </Autocomplete.List>
      <Hints />
    </Autocomplete.Root>
  );
}

function GroupRows({ group, onPress }: { group: Group; onPress: (command: Command) => void }) {
  return (
    <Autocomplete.Group items={group.items} className="not-last:mb-2">
      <Autocomplete.GroupLabel className="px-2.5 pt-1 pb-1.5 font-medium text-faint text-xs">
        {group.value}
      </Autocomplete.GroupLabel>
      {group.items.map((command) => (
        <Autocomplete.Item
          key={keyOf(command)}
          value={command}
          onClick={() => onPress(command)}
          className="flex h-10 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-highlighted:bg-accent-soft data-highlighted:text-accent-ink"
        >
          <Sign face={command.face} icon={command.icon} />
          <span className="min-w-0 flex-1 truncate">{command.label}</span>
          <CountBadge count={command.count ?? 0} of="unread" />
          {command.note && <span className="text-faint text-xs">{command.note}</span>}
        </Autocomplete.Item>
      ))}
    </Autocomplete.Group>
  );
}

/** Two members may have the same name, and two lines lead to the same page. */
const keyOf = (command: Command): string =>
  `${command.label} ${"href" in command ? command.href : (command.keywords ?? "")}`;

function Hints() {
  return (
    <p
      aria-hidden="true"
      className="flex gap-4 border-line border-t bg-sunken px-4 py-2.5 text-faint text-xs max-sm:hidden"
    >
      <span className="flex items-center gap-1.5">
        <Key>↑</Key>
        <Key>↓</Key> choose
      </span>
      <span className="flex items-center gap-1.5">
        <Key>Enter</Key> go or do
      </span>
      <span className="flex items-center gap-1.5">
        <Key>Esc</Key> close
      </span>
    </p>
  );
}

/** Does what was chosen, once the window is told whether it leads to another page. */
function useChoose(onChoose: Props["onChoose"]) {
  const router = useRouter();
  const member = useMember();
  const { go } = useGo();
  return (command: Command) => {
    onChoose("href" in command);
    if ("href" in command) router.push(command.href);
    else go(command.failed, async () => (await command.run(member)) ?? undefined);
  };
}
