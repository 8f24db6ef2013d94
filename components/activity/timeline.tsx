"use client";

import { KeyRound, LogIn, LogOut, type LucideIcon, ShieldAlert, UserRound } from "lucide-react";
import { parts } from "@/components/parts";
import { MoreButton } from "@/components/ui/more-button";
import { Clock } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { detailWords } from "@/lib/client/activity-words";
import { dayKey, dayName, useNow, useTimeZone } from "@/lib/client/time";
import type { ActivityEntry } from "@/lib/core/activity/schemas";
import type { Page } from "@/lib/shared/page";

const ACTIONS: Record<string, LucideIcon> = {
  login: LogIn,
  logout: LogOut,
  login_failed: ShieldAlert,
  password_changed: KeyRound,
  password_reset: KeyRound,
};
const USES = Object.fromEntries(parts.flatMap(({ icons }) => Object.entries(icons?.uses ?? {})));

/** What a member did, newest first, day by day. */
export function Timeline({ first, path }: { first: Page<ActivityEntry>; path: string }) {
  const pages = usePages(first, path);
  const zone = useTimeZone();
  const now = useNow();
  return (
    <>
      {byDay(pages.items, zone).map(({ key, entries }) => (
        <section key={key} aria-label={dayName(entries[0]?.at ?? "", zone, now)} className="border-line border-t">
          <h3 className="px-5 pt-3 pb-1 font-medium text-faint text-xs">{dayName(entries[0]?.at ?? "", zone, now)}</h3>
          <ol className="pb-2">
            {entries.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      <MoreButton label="Earlier activity" {...pages} />
    </>
  );
}

function Line({ entry }: { entry: ActivityEntry }) {
  const { action, feature, count, at, ip, details } = entry;
  const Icon = ACTIONS[action] ?? USES[feature] ?? UserRound;
  const isAlarm = action === "login_failed";
  const more = [detailWords(details), ["login", "login_failed"].includes(action) ? ip : ""].filter(Boolean);
  return (
    <li className="flex items-baseline gap-3 px-5 py-1.5 text-sm">
      <Icon aria-hidden="true" className={`size-4 shrink-0 self-center ${isAlarm ? "text-signal" : "text-faint"}`} />
      <p className="wrap-anywhere min-w-0 flex-1">
        <span className={isAlarm ? "text-signal-ink" : undefined}>{words.action(entry)}</span>
        {count > 1 && <span className="text-faint"> {count} times</span>}
        {more.length > 0 && <span className="text-faint"> · {more.join(" · ")}</span>}
      </p>
      <Clock at={at} className="shrink-0 text-faint text-xs tabular-nums" />
    </li>
  );
}

type Day = { key: string; entries: ActivityEntry[] };

/** Entries of each day; the same done again right before is one line that counts. */
function byDay(items: readonly ActivityEntry[], zone: string): Day[] {
  const days: Day[] = [];
  for (const entry of items) {
    const key = dayKey(entry.at, zone);
    const day = days.at(-1)?.key === key ? days.at(-1) : undefined;
    const last = day?.entries.at(-1);
    if (!day) days.push({ key, entries: [entry] });
    else if (last && isSame(last, entry)) {
      day.entries[day.entries.length - 1] = { ...last, count: last.count + entry.count };
    } else day.entries.push(entry);
  }
  return days;
}

const isSame = (one: ActivityEntry, other: ActivityEntry): boolean =>
  words.action(one) === words.action(other) &&
  detailWords(one.details) === detailWords(other.details) &&
  (one.action === "use" || one.ip === other.ip);
