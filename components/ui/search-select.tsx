"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown, Search } from "lucide-react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { popupStyles } from "./popup-styles";

type Item = { value: string; label: string; note?: string };
type Props = {
  label: string;
  /** What the field says in which one types. */
  search: string;
  items: readonly Item[];
  value: string;
  onChange: (value: string) => void;
  /** What stands where nothing matches. */
  nothing: string;
};

/** One of many, found by typing a part of its name. */
export function SearchSelect({ label, search, items, value, onChange, nothing }: Props) {
  const chosen = items.find((item) => item.value === value) ?? { value, label: value };
  return (
    <Combobox.Root
      items={items}
      value={chosen}
      onValueChange={(item: Item | null) => item && onChange(item.value)}
      isItemEqualToValue={(one: Item, other: Item) => one.value === other.value}
    >
      <div className="flex min-w-0 flex-col gap-1.5">
        <Combobox.Label className="self-start font-medium text-sm">{label}</Combobox.Label>
        <Combobox.Trigger className={cn(controlStyles, "flex h-10 items-center justify-between gap-3 text-left")}>
          <span className="truncate">
            <Combobox.Value />
          </span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={6} collisionPadding={12} className="z-40 outline-none">
          <Combobox.Popup
            aria-label={label}
            className={cn(popupStyles, "flex max-h-(--available-height) w-(--anchor-width) min-w-64 flex-col")}
          >
            <div className="relative border-line border-b p-1.5">
              <Search aria-hidden="true" className="pointer-events-none absolute top-4 left-4 size-4 text-faint" />
              <Combobox.Input
                placeholder={search}
                aria-label={search}
                spellCheck={false}
                className="h-9 w-full rounded-sm bg-transparent pr-2 pl-8.5 any-pointer-coarse:text-base text-sm outline-none placeholder:text-faint"
              />
            </div>
            <Combobox.Empty>
              <p className="px-4 py-3 text-faint text-sm">{nothing}</p>
            </Combobox.Empty>
            <Combobox.List className="max-h-80 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5 outline-none data-empty:p-0">
              {(item: Item) => <ItemRow key={item.value} item={item} />}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

const ItemRow = ({ item }: { item: Item }) => (
  <Combobox.Item
    value={item}
    className="flex cursor-default select-none items-center gap-2.5 rounded-sm px-2.5 py-2 text-sm outline-none data-highlighted:bg-hover"
  >
    <span className="min-w-0 flex-1 truncate">{item.label}</span>
    <Combobox.ItemIndicator>
      <Check aria-hidden="true" className="size-4 text-accent-ink" />
    </Combobox.ItemIndicator>
    {item.note && <span className="text-faint text-xs tabular-nums">{item.note}</span>}
  </Combobox.Item>
);
